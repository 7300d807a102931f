// What notes this browser keeps until the server has them. Stands before the script of every component that
// works with them.
const PREFIX = "note|";
const LEFT = "note-left"; // a box of this page was closed before its words were stored
const STALE = 180000; // a draft that nobody has touched for so long was left by a tab that crashed

function random() {
  return Math.random().toString(36).slice(2);
}

// A browser may have no room, or refuse to keep anything: then the server alone keeps the words.
function put(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch (refused) {
    console.warn("This browser keeps no drafts.", refused);
  }
}

function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch (refused) {
    console.warn("This browser keeps no drafts.", refused);
  }
}

// What pages of this browser left before the server had it, the newest first.
function leftBehind() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return keys
      .map((key) => ({ ...JSON.parse(localStorage.getItem(key)), key }))
      .filter((draft) => draft.left || Date.now() - draft.at > STALE)
      .sort((one, other) => other.at - one.at);
  } catch (refused) {
    console.warn("This browser keeps no drafts.", refused);
    return [];
  }
}

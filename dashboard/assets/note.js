// A note that is stored while it is written. The words go to the server half a second after the last
// keystroke, one message at a time; until the server has them, they stay in this browser's localStorage.
const PAUSE = 500;
const LONGEST = 3000; // who types without a pause is not kept waiting longer
const RETRY = 5000;
const SILENCE = 8000; // no answer for so long: the message or its answer was lost
const LEAVING = 5000; // a link was pressed: Streamlit forgets it for a message that comes right after it
const boxes = new WeakMap();

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  let box = boxes.get(parentElement);
  if (!box?.area.isConnected || box.owner !== data.owner || box.day !== data.day) {
    box?.close();
    boxes.set(parentElement, (box = new Box(parentElement, data)));
  }
  box.tell = (message) => setTriggerValue("words", message);
  box.settle(data);
  // Also called when a newer run has overtaken this one; the box is closed only when it is gone.
  return () => setTimeout(() => parentElement.isConnected || box.close());
}

class Box {
  constructor(root, data) {
    this.owner = data.owner;
    this.day = data.day;
    this.find = (selector) => root.querySelector(selector);
    this.area = this.find("textarea");
    this.key = `${PREFIX}${this.owner}|${this.day}|${random()}`;
    // The note that the words in the box are built on, and its revision.
    this.base = this.area.value = data.note;
    this.seen = data.revision;
    this.sent = null; // the last message, and whether it waits for its answer
    this.waits = false;
    this.trouble = false; // the last message was not stored, or not answered
    this.left = [];
    this.takeDrafts(data.note);
    this.area.oninput = () => this.typed();
    this.area.onblur = () => this.soon(0);
    this.find(".ways").onclick = (event) => this.choose(event.target.dataset.way);
    this.leave = () => this.keep(true);
    window.addEventListener("pagehide", this.leave);
    // Heard before the box loses the cursor.
    this.press = (event) => event.target.closest?.("a[href]") && (this.leaving = Date.now());
    window.addEventListener("pointerdown", this.press, true);
    window.addEventListener("click", this.press, true);
    this.others = () => this.takeOthers();
    window.addEventListener(LEFT, this.others);
    this.beat = setInterval(() => this.unsaved() && this.keep(false), STALE / 6);
  }

  // What another page of this browser left unsent: the newest of this note becomes the words in the box, the
  // others go to the notes they belong to, of whichever rep.
  takeDrafts(note) {
    const mine = leftBehind().find((draft) => draft.owner === this.owner && draft.day === this.day);
    if (mine) {
      drop(mine.key);
      this.area.value = mine.words;
      if (note !== mine.sent) {
        this.base = mine.base;
        this.seen = mine.seen;
      }
      this.keep(false);
    }
    this.left = leftBehind();
  }

  takeOthers() {
    if (this.waits && this.sent.left) return; // the first of them is on its way
    this.left = leftBehind();
    if (this.left.length && !this.waits) this.soon(0);
  }

  unsaved() {
    return this.area.value !== this.base;
  }

  // Keeps the words in this browser until the server has them, and nothing else.
  keep(left) {
    if (!this.unsaved() && !this.waits) return drop(this.key);
    const { owner, day, base, seen } = this;
    const sent = this.sent?.left ? null : this.sent?.words;
    put(this.key, { owner, day, base, seen, sent, words: this.area.value, at: Date.now(), left });
  }

  typed() {
    this.keep(false);
    if (!this.trouble && !this.theirs) this.say("Saving …");
    this.since ??= Date.now();
    this.soon(Math.min(PAUSE, Math.max(0, this.since + LONGEST - Date.now())));
  }

  soon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  send() {
    if (this.waits || this.theirs) return;
    const stays = (this.leaving ?? 0) + LEAVING - Date.now();
    if (stays > 0) return this.soon(stays);
    const draft = this.unsaved() ? null : this.left[0];
    if (!draft && !this.unsaved()) return;
    const { owner, day, words, seen, sent } = draft ?? { ...this, words: this.area.value, sent: null };
    this.sent = { owner, day, words, seen, sent: sent ?? null, left: Boolean(draft), id: random() };
    this.waits = true;
    this.since = null;
    this.keep(false);
    clearTimeout(this.timer);
    this.silence = setTimeout(() => this.unanswered(), SILENCE);
    this.tell(this.sent);
  }

  unanswered() {
    this.waits = false;
    this.trouble = this.silent = true;
    this.say("Not saved yet: there is no connection. Your words are kept in this browser.");
    window.dispatchEvent(new Event("note-unanswered"));
    this.soon(RETRY);
  }

  // What is stored now is in `data`, whoever stored it.
  settle(data) {
    this.find("label").textContent = data.label;
    // Whoever draws the box anew is there again.
    if (this.silent) this.trouble = this.silent = false;
    if (this.waits && data.answer?.id === this.sent.id) this.answered(data.answer);
    if (!this.sent?.left && data.note === this.sent?.words) this.founded(data);
    if (!this.unsaved() || data.note === this.area.value) this.show(data);
    this.theirs = this.unsaved() && data.revision !== this.seen && !this.waits ? data : null;
    this.ask(data);
    this.trouble &&= this.unsaved() || this.left.length > 0;
    if (this.trouble) return this.soon(RETRY);
    if (this.unsaved()) this.soon(PAUSE);
    else if (this.left.length) this.soon(0);
    if (this.theirs) this.say("Not saved before you choose.");
    else this.say(this.unsaved() ? "Saving …" : data.said);
  }

  answered(answer) {
    clearTimeout(this.silence);
    this.waits = false;
    this.trouble = Boolean(answer.problem);
    if (this.trouble) this.say(`Not saved yet: ${answer.problem} Your words are kept in this browser.`);
    else if (this.sent.left) {
      const draft = this.left.shift();
      if (!answer.refused) drop(draft.key);
    }
  }

  // The last message has arrived, even if its answer has not.
  founded(data) {
    clearTimeout(this.silence);
    this.waits = false;
    this.trouble = false;
    this.base = data.note;
    this.seen = data.revision;
    this.keep(false);
  }

  // The box and the log have the same words.
  show(data) {
    const { selectionStart, selectionEnd } = this.area;
    if (this.area.value !== data.note) {
      this.area.value = data.note;
      this.area.setSelectionRange(selectionStart, selectionEnd);
    }
    this.base = data.note;
    this.seen = data.revision;
    drop(this.key);
  }

  ask(data) {
    this.find(".other").hidden = !this.theirs;
    this.find("#told").textContent = this.theirs ? data.told : "";
    this.find("blockquote").textContent = this.theirs ? data.note : "";
  }

  choose(way) {
    if (!way || !this.theirs) return;
    const { note, revision, said } = this.theirs;
    if (way === "theirs") this.area.value = note;
    if (way === "both") this.area.value = `${note}\n\n${this.area.value}`;
    this.base = note;
    this.seen = revision;
    this.theirs = null;
    this.keep(false);
    this.ask({});
    this.area.focus();
    this.say(this.unsaved() ? "Saving …" : said);
    this.send();
  }

  say(status) {
    this.find("#status").textContent = status;
  }

  close() {
    this.leave();
    [this.timer, this.silence].forEach(clearTimeout);
    clearInterval(this.beat);
    window.removeEventListener("pagehide", this.leave);
    window.removeEventListener("pointerdown", this.press, true);
    window.removeEventListener("click", this.press, true);
    window.removeEventListener(LEFT, this.others);
    window.dispatchEvent(new Event(LEFT));
  }
}

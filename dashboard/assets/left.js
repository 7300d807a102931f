// Nothing to be seen: sends the notes that pages of this browser left before the server had them, one after
// the other, on whatever view their writer is now.
const SETTLED = 1500; // a message right after a change of view would get in its way
const tried = new Set();

export default function (component) {
  const { data, setTriggerValue } = component;
  const { id, problem, refused } = data.answer ?? {};
  if (id && !problem && !refused) drop(id);
  const draft = leftBehind().find((one) => !tried.has(one.key));
  if (!draft) return;
  const { owner, day, words, seen, sent, key } = draft;
  const send = () => {
    tried.add(key);
    setTriggerValue("words", { owner, day, words, seen, sent: sent ?? null, left: true, id: key });
  };
  const timer = setTimeout(send, SETTLED);
  return () => clearTimeout(timer);
}

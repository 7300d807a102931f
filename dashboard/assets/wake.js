// Has the whole page drawn again when a part of it gets no answer: a server that was started anew knows
// its parts only after that.
export default function (component) {
  const wake = () => component.setTriggerValue("wake", Date.now());
  window.addEventListener("note-unanswered", wake);
  return () => window.removeEventListener("note-unanswered", wake);
}

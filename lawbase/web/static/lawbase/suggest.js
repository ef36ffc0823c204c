// Suggestions while typing. Without a script the search box has the list that the page came with.
const box = document.querySelector(".find input[list]");
const list = box && document.getElementById(box.getAttribute("list"));
if (list) {
  const first = [...list.children];
  let asked = 0;
  let timer = 0;
  const ask = async (typed) => {
    const turn = ++asked;
    const answer = await fetch(`${list.dataset.from}?q=${encodeURIComponent(typed)}`,
      { headers: { "Accept": "application/json", "Accept-Language": document.documentElement.lang } });
    // A later question, or too many of them: what is shown stays.
    if (turn !== asked || !answer.ok) return;
    const { results } = await answer.json();
    list.replaceChildren(...results.map(({ query, text }) => {
      const option = document.createElement("option");
      option.value = query;
      if (text !== query) option.label = text;
      return option;
    }));
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    const typed = box.value.trim();
    if (!typed) { asked++; list.replaceChildren(...first); return; }
    if (typed.length <= 60) timer = setTimeout(() => { ask(typed).catch(() => {}); }, 120);
  });
}

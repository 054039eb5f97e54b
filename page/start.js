/* The page itself, and its beginning. */

function chooser(id, label, many, act) {
  const input = el("input", {type: "file", id: `${id}-file`, accept: ".json,application/json", multiple: many, hidden: true,
    "aria-hidden": "true", tabindex: -1,
    change: async event => {
      const files = [...event.target.files];
      event.target.value = "";
      await act(files);
    }});
  return [input, button(label, () => input.click(), id)];
}

function introduction() {
  const scored = EDITION.questions.some(question => question.scored), unscored = EDITION.questions.some(question => !question.scored);
  const followed = EDITION.questions.some(question => question.asked_if);
  return [
    el("h1", {}, EDITION.title),
    scored ? el("p", {}, t("Answer each question with yes, by ticking what is fulfilled (of a scale: one step), or with no; never both. Then say whether the answer is sure or unsure. What you note stays with you: it is left out when the answers are sealed.")) : null,
    unscored ? el("p", {}, scored ? t("Some questions give no points: they say how they are answered, and it is not told how sure the answer is.")
      : t("Each question says how it is answered. What you note stays with you: it is left out when the answers are sealed.")) : null,
    followed ? el("p", {}, t("Some questions are asked only after certain answers to earlier ones; until then a line says when.")) : null,
    EDITION.period ? el("p", {}, t("The questions are about: "), EDITION.period, ".") : null,
    scored ? el("p", {}, t("An answer is sure if you could show what it rests on, unsure if you believe it to be so. Ask those who do the work: the security function, IT, the data protection officer, human resources, procurement and the managers.")) : null,
    el("p", {}, t("This page works without a network and sends nothing. What you fill in stays in this window until you save it to a file: save often.")),
  ];
}

function files() {
  return section("files", t("Files"),
    el("p", {class: "buttons"}, ...chooser("open", t("Open a file"), false, openFile),
      ...chooser("merge", t("Merge files"), true, mergeFiles), button(t("Print to sign"), () => window.print(), "print"),
      button(language === "sv" ? "In English" : "På svenska", switchLanguage, "language")),
    el("p", {class: "soft"}, t("Merge files puts together what several departments have filled in, and shows where they differ.")),
    tick("keep", t("Keep a copy in this browser while I work"), false, keepAsked),
    el("div", {id: "kept"}), el("div", {id: "told", role: "status"}),
    el("div", {id: "conflicts", role: "group", "aria-labelledby": "conflicts-heading", tabindex: -1, hidden: true},
      el("h3", {id: "conflicts-heading"}, t("Where the files differ")), el("div", {id: "conflict-list"})));
}

function showPage() {
  document.documentElement.lang = language;
  document.body.replaceChildren(
    el("a", {class: "skip", href: "#files"}, t("To the form")),
    el("header", {class: "banner"}, el("strong", {id: "marking", class: "marking"}), el("span", {id: "summary"}),
      button(t("Save"), save, "save")),
    el("nav", {"aria-label": t("Contents")}, el("ol", {id: "contents"})),
    el("main", {}, ...introduction().filter(Boolean),
      el("form", {autocomplete: "off", submit: event => event.preventDefault()}, files(), el("div", {id: "parts"}))),
    el("div", {id: "paper"}),
    el("footer", {}, el("p", {}, `Sigill ${DATA.version} · ${EDITION.id}`)),
    el("div", {id: "said", role: "status", class: "unseen"}));
  showForm();
  showKept();
}

function switchLanguage() {
  language = language === "sv" ? "en" : "sv";
  const keeping = byId("keep").checked;
  showPage();
  byId("keep").checked = keeping;
  showKept();
  showConflicts();
  showAll();
  byId("language").focus();
}

/* The part that one looks at, marked among the contents. */
function markPlace() {
  const seen = [...document.querySelectorAll("main section")].filter(part => part.getBoundingClientRect().top < 200).pop();
  for (const link of document.querySelectorAll("#contents a")) {
    if (seen && link.hash === "#" + seen.id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

async function start() {
  await startEngine();
  showPage();
  if (DATA.draft) {
    const {answers, left} = takeAnswers(DATA.draft);
    take(answers, [], true);
    tellLeft(left, null);
  }
  showAll();
  addEventListener("scroll", markPlace, {passive: true});
  addEventListener("beforeprint", showPaper);
  addEventListener("beforeunload", event => {
    if (!state.saved) event.preventDefault();
  });
  addEventListener("keydown", event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save();
    }
  });
  markPlace();
}

start();

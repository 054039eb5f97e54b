/* The controls that answers are filled in with. Each writes into `state.answers` and calls changed(). */

const state = {
  answers: blankAnswers(),
  conflicts: [],
  cleared: {}, // answers by question that were cleared just now, and can be taken back
  aside: {}, // answers by question that is not asked any more (follow.js)
  asked: new Set(), // ids of the questions that are asked
  typing: null, // the question whose number or day is being typed
  touched: new Set(), // places whose findings are shown beside them
  saved: true,
  savedAs: "", // what was said of the last save
  ownCopy: false, // the browser's copy is of this page's answers
  fileName: "",
};

/* ---- the head ---- */

function labelOf(key) {
  const labels = {
    "organisation.name": t("Name"), "organisation.number": t("Organisation number"), "organisation.group": t("Group"),
    "period.from": t("First day of the period"), "period.to": t("Last day of the period"), "marking": t("Marking"),
    "approval.by": t("Approved by"), "approval.role": t("Role"), "approval.date": t("Day of approval"),
    "approval.reference": t("Reference, such as a journal number"),
  };
  const asked = EDITION.backgrounds.find(background => "background." + background.id === key);
  return asked ? asked.topic : labels[key];
}

function hintOf(key) {
  const hints = {
    "organisation.number": t("NNNNNN-NNNN; the last digit checks the others"),
    "period.from": [t("YYYY-MM-DD. The questions are about %s.", EDITION.period || t("the period")),
      EDITION.months ? t("The period has %s whole months: it begins on the first day of a month and ends on the last day of one.", EDITION.months) : ""].join(" "),
    "period.to": t("YYYY-MM-DD"),
    "marking": t("How the answers must be protected when they are filled in: ask your security function, and if unsure choose the last in the list. What needs more than that must not be handled here."),
    "approval.date": t("YYYY-MM-DD"),
  };
  const asked = EDITION.backgrounds.find(background => "background." + background.id === key);
  return asked ? asked.text : hints[key];
}

function fieldShown(key, value) {
  const choice = (CHOICES[key] || []).find(known => known.id === value);
  return choice ? choice.name : value;
}

/* Attributes of whatever somebody types in: nothing is kept, completed, or sent to be spelled. */
const TYPED = {autocomplete: "off", spellcheck: "false", autocapitalize: "off", autocorrect: "off", writingsuggestions: "false"};

function textControl(key, id, value, put) {
  const attributes = {id, ...TYPED, "aria-describedby": `${id}-hint ${id}-wrong`,
    input: event => { put(event.target.value); changed(); },
    change: event => {
      put(event.target.value = settled(key, event.target.value.trim()));
      state.touched.add(key);
      changed();
    }};
  if (key.startsWith("background.")) {
    const control = el("textarea", {...attributes, rows: 4});
    control.value = value;
    return control;
  }
  const control = el("input", {...attributes, type: "text"});
  control.value = value;
  return control;
}

function choiceControl(key, id) {
  const control = el("select", {id, autocomplete: "off", "aria-describedby": `${id}-hint ${id}-wrong`,
    change: event => { state.answers.field[key] = event.target.value; state.touched.add(key); changed(); }},
    el("option", {value: ""}, t("Choose")), ...CHOICES[key].map(choice => el("option", {value: choice.id}, choice.name)));
  control.value = state.answers.field[key];
  return control;
}

function labelled(key, id, label, hint, control) {
  return el("div", {class: "field"}, el("label", {for: id}, label), el("p", {class: "soft", id: `${id}-hint`}, hint || ""),
    control, el("p", {class: "wrong", id: `${id}-wrong`, "data-place": key}));
}

function field(key) {
  const id = "f-" + key;
  const control = CHOICES[key] ? choiceControl(key, id)
    : textControl(key, id, state.answers.field[key], value => { state.answers.field[key] = value; });
  return labelled(key, id, labelOf(key), hintOf(key), control);
}

function fields(start) {
  return FIELDS.filter(key => key.startsWith(start)).map(field);
}

function tick(id, label, checked, act, attributes) {
  const control = el("input", {type: "checkbox", id, autocomplete: "off", ...attributes, change: event => act(event.target.checked)});
  control.checked = checked;
  return el("label", {class: "choice", for: id}, control, el("span", {}, label));
}

function participants() {
  return el("fieldset", {class: "field"}, el("legend", {}, t("Who took part in the answers")),
    ...EDITION.roles.map(role => tick("f-role." + role.id, role.name, state.answers.roles.has(role.id), on => {
      if (on) state.answers.roles.add(role.id);
      else state.answers.roles.delete(role.id);
      changed();
    })));
}

function coveredRow(covered, place) {
  const name = `covers.${place}.name`, number = `covers.${place}.number`;
  return el("div", {class: "row"},
    labelled(name, "f-" + name, t("Name of organisation %s", place + 1), "",
      textControl(name, "f-" + name, covered.name, value => { covered.name = value; })),
    labelled(number, "f-" + number, t("Organisation number, if it has one"), "",
      textControl(number, "f-" + number, covered.number, value => { covered.number = value; })),
    button(t("Remove organisation %s", place + 1), () => {
      state.answers.covers.splice(place, 1);
      showCovers();
      changed();
      byId("cover-more").focus();
    }));
}

function showCovers() {
  fill("covers", ...state.answers.covers.map(coveredRow));
}

function covers() {
  return el("fieldset", {class: "field"}, el("legend", {}, t("Other organisations that you answer for")),
    el("p", {class: "soft"}, t("Leave this empty if the answers are about your own organisation alone.")),
    el("div", {id: "covers"}),
    button(t("Add an organisation"), () => {
      if (state.answers.covers.length === LIMITS.covers) return;
      state.answers.covers.push({name: "", number: ""});
      showCovers();
      changed();
      byId(`f-covers.${state.answers.covers.length - 1}.name`).focus();
    }, "cover-more"));
}

/* ---- the questions ---- */

function radio(name, id, label, act) {
  return el("label", {class: "choice", for: id},
    el("input", {type: "radio", name, id, autocomplete: "off", change: () => act()}), el("span", {}, label));
}

/* Sets what the controls of a question show. */
function showAnswer(question) {
  const answer = state.answers.question[question.id], id = `q${question.id}`;
  const both = answer.yes && answer.no !== "";
  if (question.valued && byId(`${id}-value`).value !== answer.typed) byId(`${id}-value`).value = answer.typed;
  question.options.forEach((_, option) => {
    byId(`${id}-${optionName(question, option)}`).checked =
      question.single ? !both && answer.step === option + 1 : Boolean(answer.options >>> option & 1);
  });
  for (const no of NO_KINDS.filter(kind => offersNo(question, kind)))
    byId(`${id}-${no}`).checked = answer.no === no && !(question.single && both);
  for (const assessment of question.scored ? ["sure", "unsure"] : []) byId(`${id}-${assessment}`).checked = answer.assessment === assessment;
  const clear = byId(`${id}-clear`), back = question.id in state.cleared;
  clear.textContent = back ? t("Undo") : t("Clear");
  clear.setAttribute("aria-label", back ? t("Take back the cleared answer to question %s", question.id) : t("Clear the answer to question %s", question.id));
  byId(`${id}-note`).value = answer.note;
  if (answer.note) byId(`${id}-notes`).open = true;
}

function answerChanged(question, change) {
  const answer = state.answers.question[question.id];
  delete state.cleared[question.id];
  if (answer.odd && ("yes" in change || "no" in change)) Object.assign(answer, blankAnswer(), {note: answer.note, assessment: answer.assessment});
  Object.assign(answer, change);
  const conflict = state.conflicts.find(open => open.place === `q${question.id}`);
  if (conflict && conflict.chosen < 0 && answerIsGiven(answer)) conflict.chosen = conflict.choices.length; // answered anew
  showAnswer(question);
  changed(question);
}

/* Takes the answer away, or takes back what was taken away. */
function clearOrUndo(question) {
  const {note, ...answer} = state.answers.question[question.id];
  const cleared = state.cleared[question.id];
  answerChanged(question, cleared ? {...cleared, note} : {...blankAnswer(), note});
  if (!cleared && (answerIsGiven(answer) || answer.assessment)) state.cleared[question.id] = answer;
  showAnswer(question);
}

/* Between what is a yes and what is none. */
function orElse() {
  return el("p", {class: "or"}, t("Or:"));
}

/* The options of a checklist: any of them, and apart from them the ways to say no. */
function tickedOptions(question, id) {
  const answer = () => state.answers.question[question.id];
  return [
    ...question.options.map((words, option) => tick(`${id}-${optionName(question, option)}`,
      `${optionName(question, option)}. ${words}`, false, on => {
        const options = (on ? answer().options | 1 << option : answer().options & ~(1 << option)) >>> 0;
        answerChanged(question, {yes: options !== 0, options});
      })),
    orElse(),
    ...NO_KINDS.filter(no => offersNo(question, no)).map(no =>
      tick(`${id}-${no}`, EDITION.no[no], false, on => answerChanged(question, {no: on ? no : ""}))),
  ];
}

/* The steps of a scale, or the options of a choice, and the ways to say no: one of all. */
function singleOptions(question, id) {
  const noes = NO_KINDS.filter(no => offersNo(question, no));
  return [
    ...question.options.map((words, option) => radio(id, `${id}-${optionName(question, option)}`,
      `${optionName(question, option)}. ${words}`,
      () => answerChanged(question, {yes: true, options: 0, step: option + 1, no: ""}))),
    noes.length ? orElse() : null,
    ...noes.map(no =>
      radio(id, `${id}-${no}`, EDITION.no[no], () => answerChanged(question, {yes: false, step: 0, no}))),
  ];
}

/* A number or a day. Nothing is said to be wrong before it is typed to its end. */
function valueControl(question, id) {
  const put = (typed, typing) => {
    state.typing = typing;
    answerChanged(question, valueTyped(question, typed));
  };
  return [
    el("label", {for: `${id}-value`}, question.day ? t("Day") : t("Whole number")),
    el("span", {class: "value"},
      el("input", {type: "text", id: `${id}-value`, ...TYPED, inputmode: question.day ? null : "numeric",
        "aria-describedby": `${id}-hint ${id}-state`,
        input: event => put(event.target.value, question),
        change: event => put(settledValue(question, event.target.value.trim()), null),
        blur: event => { if (state.typing === question) put(settledValue(question, event.target.value.trim()), null); }}),
      question.unit),
  ];
}

function answerControls(question, id) {
  if (question.valued) return valueControl(question, id);
  return (question.single ? singleOptions : tickedOptions)(question, id);
}

function assessmentOf(question, id) {
  return el("div", {role: "radiogroup", class: "assessment", "aria-label": t("Is the answer to question %s sure?", question.id)},
    el("span", {class: "soft"}, t("How sure is the answer?")),
    ...["sure", "unsure"].map(assessment => radio(`${id}-assessment`, `${id}-${assessment}`, EDITION[assessment],
      () => answerChanged(question, {assessment}))));
}

function noteOf(question, id) {
  return el("details", {id: `${id}-notes`}, el("summary", {}, t("Note")),
    el("label", {for: `${id}-note`}, t("Your own note to question %s; it is left out when the answers are sealed", question.id)),
    el("textarea", {id: `${id}-note`, rows: 3, ...TYPED,
      input: event => { state.answers.question[question.id].note = event.target.value; changed(); }}));
}

function questionOf(question) {
  const id = `q${question.id}`;
  return el("fieldset", {class: "question", id, tabindex: -1, "aria-describedby": `${id}-help ${id}-asked ${id}-hint ${id}-state`},
    el("legend", {}, el("span", {class: "number"}, `${question.id}. `), question.text),
    el("p", {class: "soft", id: `${id}-help`}, question.help),
    el("p", {class: "soft", id: `${id}-asked`}, question.asked[language]),
    el("p", {class: "soft", id: `${id}-hint`}, question.hint[language]),
    el("div", {class: "choices"}, ...answerControls(question, id).filter(Boolean)),
    el("div", {class: "foot"},
      question.scored ? assessmentOf(question, id) : null,
      el("p", {class: "state", id: `${id}-state`}),
      el("button", {type: "button", class: "quiet", id: `${id}-clear`, click: () => clearOrUndo(question)})),
    noteOf(question, id));
}

/* ---- the whole ---- */

function sectionId(number) {
  return `section-${number}`;
}

function section(id, heading, ...children) {
  return el("section", {id, "aria-labelledby": `${id}-heading`, tabindex: -1}, el("h2", {id: `${id}-heading`}, heading), ...children);
}

/* [id, heading, what stands in it], in the page's order. */
function parts() {
  return [
    ["organisation", t("Organisation"), () => [...fields("organisation."), covers(), ...fields("period."), ...fields("marking"), participants()]],
    ...EDITION.sections.map(part => [sectionId(part.number), part.name, () => [
      el("p", {class: "soft", id: `${sectionId(part.number)}-count`}),
      ...EDITION.questions.filter(question => question.section === part.number)
        .flatMap(question => question.asked_if ? [questionOf(question), notAskedOf(question)] : [questionOf(question)])]]),
    ...(EDITION.backgrounds.length ? [["background", t("Background"), () => [
      EDITION.levels.length ? el("p", {class: "soft"}, t("These answers give no points.")) : "", ...fields("background.")]]] : []),
    ["approval", t("Approval"), () => fields("approval.")],
    ["check", t("What is left"), () => [el("div", {id: "findings"})]],
    ["result", t("Result"), () => [el("div", {id: "outcome"})]],
  ];
}

function showForm() {
  fill("parts", ...parts().map(([id, heading, content]) => section(id, heading, ...content())));
  fill("contents", ...[["files", t("Files")], ...parts()].map(([id, heading]) =>
    el("li", {}, el("a", {href: "#" + id}, el("span", {}, heading), el("span", {class: "count", id: `count-${id}`})))));
  showCovers();
  EDITION.questions.forEach(showAnswer);
}

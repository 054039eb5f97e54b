/* Follow-ups: questions that are asked only after certain answers to earlier ones. One that is not asked is a line that says
 * when it would be. What was answered before another answer made it so is kept aside: it is in no file, the page says that it
 * is there, and it comes back when the question is asked again. What a file brings unasked is no such answer but an error. */

function isAsked(result, question) {
  return STATUSES[result.questions[EDITION.questions.indexOf(question)].status] !== "not-asked" && !isUncalled(result, question);
}

function isUncalled(result, question) {
  return STATUSES[result.questions[EDITION.questions.indexOf(question)].status] === "uncalled";
}

function noteAsked(result) {
  state.asked = new Set(EDITION.questions.filter(question => !result || isAsked(result, question)).map(({id}) => id));
}

/* The numbers of the questions whose answers are kept aside. */
function keptAside() {
  return EDITION.questions.map(({id}) => id).filter(id => id in state.aside);
}

function putAside(question) {
  const {note, ...given} = state.answers.question[question.id];
  delete state.cleared[question.id];
  if (!answerIsGiven(given) && !given.assessment) return;
  state.aside[question.id] = given;
  Object.assign(state.answers.question[question.id], blankAnswer(), {note});
  showAnswer(question);
}

function takeBack(question) {
  const given = state.aside[question.id];
  if (!given) return;
  delete state.aside[question.id];
  Object.assign(state.answers.question[question.id], given);
  showAnswer(question);
}

/* After an answer has changed: puts aside, and takes back, in the questions' order, since one follow-up may hang on
 * another. What is said of it. */
function settleFollowUps() {
  const now = [], gone = [];
  for (const question of engine ? EDITION.questions.filter(known => known.asked_if) : []) {
    const asked = isAsked(scoreAnswers(state.answers), question);
    if (asked === state.asked.has(question.id)) continue;
    (asked ? takeBack : putAside)(question);
    (asked ? now : gone).push(question.id);
  }
  return [now.length ? t("Now asked: question %s.", now.join(", ")) : "",
    gone.length ? t("No longer asked: question %s.", gone.join(", ")) : "", gone.length ? asideSaid() : ""].filter(Boolean).join(" ");
}

function asideSaid() {
  const ids = keptAside();
  return ids.length ? t("Kept aside on this page, and in no file, since they are not asked: the answers to question %s.", ids.join(", ")) : "";
}

/* The answers with those that are kept aside among them, as if they had been asked. */
function withAside() {
  const answers = structuredClone(state.answers);
  for (const id of keptAside()) Object.assign(answers.question[id], state.aside[id]);
  return answers;
}

/* What stands in the place of a question that is not asked. */
function notAskedOf(question) {
  return el("p", {class: "not-asked", id: `q${question.id}-not-asked`, tabindex: -1, hidden: true});
}

/* A question in which somebody just took away what was not asked stays until they go on. */
function showFollowUps(result) {
  for (const question of EDITION.questions.filter(known => known.asked_if)) {
    const shown = byId(`q${question.id}`), line = byId(`q${question.id}-not-asked`), aside = state.aside[question.id];
    shown.hidden = result !== null && !isAsked(result, question) && !isUncalled(result, question) && !shown.contains(document.activeElement);
    line.hidden = !shown.hidden;
    line.replaceChildren(el("span", {class: "number"}, `${question.id}. `), question.asked[language],
      aside ? ` ${t("Your answer, %s, is kept aside: it is not saved, and comes back if the question is asked again.", answerShown(question, aside))}` : "");
  }
}

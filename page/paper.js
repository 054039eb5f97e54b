/* What is printed: the answers as they stand, with lines to sign. */

function paperTable(caption, heads, rows) {
  return el("table", {class: heads.length ? "answers" : "facts"}, el("caption", {}, caption),
    heads.length ? el("thead", {}, el("tr", {}, ...heads.map(head => el("th", {scope: "col"}, head)))) : null,
    el("tbody", {}, ...rows.map(([first, ...rest]) =>
      el("tr", {}, el("th", {scope: "row"}, first), ...rest.map(cell => el("td", {}, cell))))));
}

/* An answer in full: the words of each option. */
function answerInFull(question, answer, asked) {
  const lines = chosenOptions(question, answer).map(option => `${optionName(question, option)}. ${question.options[option]}`);
  if (answer.no) lines.push(EDITION.no[answer.no]);
  if (question.valued && answer.yes && !answer.odd) lines.push(yesShown(question, answer));
  if (answer.odd) lines.push(oddShown(answer));
  return el("ul", {}, ...(lines.length ? lines : [asked ? t("Not answered") : t("Not asked")]).map(line => el("li", {}, line)));
}

function answersOnPaper(part, result) {
  const questions = EDITION.questions.filter(question => question.section === part.number);
  const scored = questions.some(question => question.scored);
  const rows = questions.map(question => {
    const answer = state.answers.question[question.id];
    const asked = !result || isAsked(result, question);
    const points = result && question.scored && asked ? result.questions[EDITION.questions.indexOf(question)].points : "";
    const row = [`${question.id}. ${question.text}`, answerInFull(question, answer, asked)];
    return scored ? [...row, answer.assessment ? EDITION[answer.assessment] : "", String(points)] : row;
  });
  return paperTable(part.name, [t("Question"), t("Answer"), ...(scored ? [t("Assessment"), t("Points")] : [])], rows);
}

function headOnPaper() {
  const covered = state.answers.covers.map(({name, number}) => number ? `${name} (${number})` : name).join(", ");
  const roles = EDITION.roles.filter(role => state.answers.roles.has(role.id)).map(role => role.name).join(", ");
  const rows = FIELDS.filter(key => /^(organisation|period)\.|^marking$/.test(key))
    .map(key => [labelOf(key), fieldShown(key, state.answers.field[key])]);
  rows.push([t("Who took part in the answers"), roles]);
  if (covered) rows.push([t("Other organisations that you answer for"), covered]);
  return paperTable(t("Organisation"), [], rows);
}

function signatures() {
  const line = label => el("div", {class: "sign"}, el("span", {}, label));
  return el("section", {class: "signatures"}, el("h2", {}, t("Approval")),
    ...["by", "role", "date", "reference"].filter(key => state.answers.field["approval." + key])
      .map(key => el("p", {}, `${labelOf("approval." + key)}: ${state.answers.field["approval." + key]}`)),
    el("p", {}, t("The answers above are approved.")),
    el("div", {class: "signs"}, line(t("Place and day")), line(t("Signature")), line(t("Name in print"))));
}

function showPaper() {
  const result = scoreAnswers(state.answers);
  const errors = checkAnswers(state.answers, result, Date.now()).filter(finding => finding.severe).length;
  const open = unsettled();
  const scored = result && EDITION.levels.length;
  fill("paper",
    el("p", {class: "paper-marking"}, state.answers.field.marking || t("No marking yet")),
    el("h1", {}, EDITION.title),
    el("p", {}, state.answers.field["organisation.name"]),
    errors ? el("p", {class: "wrong"}, t("Must be corrected before the answers can be sealed: %s", errors)) : null,
    open ? el("p", {class: "wrong"}, t("Places where the files differ and nobody has chosen: %s", open)) : null,
    headOnPaper(),
    scored ? el("p", {class: "level"}, t("Level %s of %s", result.level, EDITION.levels.length)) : null,
    scored ? el("p", {}, t("%s of %s points, %s of %s measures, %s unsure", result.points, EDITION.points, result.measures, EDITION.measures, result.unsure)) : null,
    scored ? areaTable(result) : null,
    ...EDITION.sections.map(part => answersOnPaper(part, result)),
    EDITION.backgrounds.length ? paperTable(t("Background"), [], EDITION.backgrounds.map(asked =>
      [asked.topic, fieldShown("background." + asked.id, state.answers.field["background." + asked.id])])) : null,
    signatures());
}

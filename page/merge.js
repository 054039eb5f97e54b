/* Puts together what several departments filled in. Where only one of them says something it counts; where they say
 * different things nothing counts until somebody has chosen.
 *
 * A conflict: {place, title, choices: [{from, shown, said, value}], chosen}, chosen being a place in choices, -1 at first;
 * said is what shown has in full, in short. */

function answerIsGiven(answer) {
  return answer.yes || answer.no !== "" || answer.odd !== null;
}

/* What the file has instead of an answer: as it was typed, where it was typed. */
function oddShown({odd, typed, no}) {
  return typed && !no ? typed : JSON.stringify(odd);
}

/* What a yes says, in short. */
function yesShown(question, answer) {
  if (question.valued) return [answer.typed, question.unit].filter(Boolean).join(" ");
  return chosenOptions(question, answer).map(option => optionName(question, option)).join(", ") || t("yes, to nothing");
}

/* An answer in words. */
function answerShown(question, answer) {
  const words = [];
  if (answer.odd) words.push(oddShown(answer));
  if (answer.yes && !answer.odd) words.push(yesShown(question, answer));
  if (answer.no && !answer.odd) words.push(EDITION.no[answer.no]);
  if (answer.assessment) words.push(EDITION[answer.assessment]);
  return words.join(" · ") || t("not answered");
}

/* The same with the words of what was chosen, a line each. */
function answerInWords(question, answer) {
  const rest = [EDITION.no[answer.no], EDITION[answer.assessment]].filter(Boolean);
  const chosen = answer.odd || !answer.yes ? [] : chosenOptions(question, answer);
  if (!chosen.length) return answerShown(question, answer);
  return ["", ...chosen.map(option => `${optionName(question, option)}. ${question.options[option]}`), ...rest].join("\n");
}

/* The different values of some sources, each with the names of who has it. */
function gather(sources, valueOf, isGiven, shownOf, saidOf = shownOf) {
  const choices = [];
  for (const {name, answers} of sources) {
    const value = valueOf(answers);
    if (!isGiven(value)) continue;
    const shown = shownOf(value);
    const same = choices.find(choice => choice.shown === shown);
    if (same) same.from += ", " + name;
    else choices.push({from: name, shown, said: saidOf(value), value});
  }
  return choices;
}

/* One choice is taken, more are a conflict. */
function settle(merged, conflicts, place, title, choices) {
  if (choices.length === 1) putChoice(merged, place, choices[0].value);
  else if (choices.length > 1) conflicts.push({place, title, choices, chosen: -1});
}

function putChoice(answers, place, value) {
  const question = EDITION.questions.find(known => `q${known.id}` === place);
  if (question) Object.assign(answers.question[question.id], value, {note: answers.question[question.id].note});
  else answers.field[place] = value;
}

/* sources: [{name, answers}]. */
function mergeAnswers(sources) {
  const merged = blankAnswers();
  const conflicts = [];
  for (const key of FIELDS) {
    const choices = gather(sources, answers => answers.field[key], text => text !== "", text => fieldShown(key, text));
    if (choices.length > 1 && key.startsWith("background.") && !CHOICES[key]) {
      const both = choices.map(choice => choice.value).join("\n");
      choices.push({from: t("all of them"), shown: both, said: both, value: both});
    }
    settle(merged, conflicts, key, labelOf(key), choices);
  }
  for (const question of EDITION.questions) {
    const own = answers => answers.question[question.id];
    merged.question[question.id].note = [...new Set(sources.map(({answers}) => own(answers).note).filter(Boolean))].join("\n");
    settle(merged, conflicts, `q${question.id}`, t("Question %s: %s", question.id, question.topic),
      gather(sources, own, answerIsGiven, answer => answerInWords(question, answer), answer => answerShown(question, answer)));
  }
  for (const {answers} of sources) {
    answers.roles.forEach(id => merged.roles.add(id));
    for (const covered of answers.covers)
      if (!merged.covers.some(other => other.name === covered.name && other.number === covered.number)) merged.covers.push(covered);
  }
  return {answers: merged, conflicts};
}

/* The answers as they are saved while something is not settled: the note of such a question says what was answered. */
function withUnsettled(answers, conflicts) {
  const copy = structuredClone(answers);
  for (const conflict of conflicts.filter(open => open.chosen < 0)) {
    const question = EDITION.questions.find(known => `q${known.id}` === conflict.place);
    if (!question) continue;
    const said = conflict.choices.map(choice => `${choice.from}: ${choice.said}`).join("; ");
    const note = copy.question[question.id].note;
    const line = t("Not settled: %s", said);
    if (!note.includes(line)) copy.question[question.id].note = note ? note + "\n" + line : line;
  }
  return copy;
}

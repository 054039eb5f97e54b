/* The answers of one organisation while they are filled in, and the JSON file that they are kept in
 * (docs/format.md, "Answers").
 *
 * answers.field["period.from"]: texts of the head; answers.roles: a set of the ids of who took part; answers.covers:
 * organisations that are answered for; answers.question[id]: {yes, options, step, typed, value, no, assessment, note,
 * odd}, where options is a bit mask, typed a number or a day as it was written, value the same as a number (a day: days
 * since 1970-01-01), and odd is what the file gets, or had, if it names something that the question does not have. */

const NO_KINDS = ["", "no", "none", "partly"]; // enum answer_no
const ASSESSMENTS = ["", "sure", "unsure"]; // enum answer_assessment
const LIMITS = {line: 200, text: 8000, note: 4000, covers: 200, file: 1 << 20}; // bytes; format/answers.h
const FIELDS = ["organisation.name", "organisation.number", "organisation.group", "period.from", "period.to", "marking",
  ...EDITION.backgrounds.map(asked => "background." + asked.id),
  "approval.by", "approval.role", "approval.date", "approval.reference"];
const DAYS = ["period.from", "period.to", "approval.date"];
/* Those of which one of several ids is chosen: by id or name, as people write it. */
const CHOICES = {
  "organisation.group": EDITION.groups,
  "marking": EDITION.markings,
};
for (const asked of EDITION.backgrounds)
  if (asked.consent) CHOICES["background." + asked.id] = DATA.consent.map(word => ({id: word, name: word}));

function blankAnswer() {
  return {yes: false, options: 0, step: 0, typed: "", value: 0, no: "", assessment: "", note: "", odd: null};
}

function blankAnswers() {
  const answers = {field: {}, roles: new Set(), covers: [], question: {}};
  for (const key of FIELDS) answers.field[key] = "";
  for (const question of EDITION.questions) answers.question[question.id] = blankAnswer();
  return answers;
}

/* A text as it is compared: whatever its capitals, its spaces and how its letters are composed. */
function folded(text) {
  return text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
}

/* The word that is sealed for what somebody wrote, "" if none (format/answer_words.h). */
function meant(kind, written) {
  const found = DATA.words[kind].find(word => folded(word.name) === folded(written));
  return found ? found.id : "";
}

/* A step of a scale in words, "25–50 %" or "2: 25–50 %"; 0 if it is none. */
function stepOf(question, written) {
  return question.options.findIndex((words, option) =>
    [words, `${option + 1}: ${words}`].some(way => folded(way) === folded(written))) + 1;
}

/* ---- reading ---- */

/* What JSON.parse would pass over: a member that stands twice. Its name, or null. */
function doubled(text) {
  const open = [];
  let last = null;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const names = open[open.length - 1];
      const name = JSON.parse(last);
      if (names.has(name)) return name;
      names.add(name);
    }
    last = token;
  }
  return null;
}

/* Reads a file's text. Throws an Error with a sentence where it is no file of answers to this edition; else gives the
 * answers and `left`: a line for each thing in the file that is not among them. */
function readAnswers(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (_) {
    throw new Error(t("it is no file of answers, or it was damaged; choose a file that was saved here or by sigill"));
  }
  const twice = doubled(text);
  if (twice !== null) throw new Error(t("the member \"%s\" stands twice in it; remove one of the two", twice));
  return takeAnswers(value);
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/* Walks through the members of an object; what no reader takes is left. */
function takeMembers(value, where, readers, left) {
  if (!isObject(value)) {
    if (value !== undefined) left.push(t("%s: %s", where, JSON.stringify(value)));
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    const reader = Object.hasOwn(readers, key) ? readers[key] : readers["*"];
    const place = where ? `${where}.${key}` : key;
    if (key !== "about" && !(reader && reader(member, key))) left.push(t("%s: %s", place, JSON.stringify(member)));
  }
}

/* A number or a day in its one form, as far as it can be understood; other texts as they are. */
function settled(key, text) {
  if (key.endsWith("number")) return typedNumber(text);
  return DAYS.includes(key) ? typedDay(text) : text;
}

function takeField(answers, key) {
  return value => {
    if (typeof value !== "string") return false;
    const word = DATA.words[key] ? meant(key, value) : value;
    if (value !== "" && CHOICES[key] && !CHOICES[key].some(choice => choice.id === word)) return false;
    answers.field[key] = settled(key, word);
    return true;
  };
}

function takeFields(answers, ...keys) {
  return Object.fromEntries(keys.map(key => [key.replace(/^.*\./, ""), takeField(answers, key)]));
}

function takeCovers(answers, left) {
  return list => Array.isArray(list) && list.length <= LIMITS.covers && list.every((entry, place) => {
    const covered = {name: "", number: ""};
    takeMembers(entry, `organisation.covers[${place}]`, {
      name: value => typeof value === "string" && (covered.name = value, true),
      number: value => typeof value === "string" && (covered.number = typedNumber(value), true),
    }, left);
    return answers.covers.push(covered);
  });
}

function takeParticipants(answers, left) {
  return list => Array.isArray(list) && list.every(word => {
    const id = typeof word === "string" ? meant("role", word) : "";
    if (id) answers.roles.add(id);
    else left.push(t("%s: %s", "participants", JSON.stringify(word)));
    return true;
  });
}

/* A whole number as somebody writes it, with spaces between its digits or not; NaN if it is none. */
function wholeNumber(text) {
  const digits = text.replace(SPACES, "").replace("\u2212", "-");
  return /^-?\d+$/.test(digits) && Number.isSafeInteger(Number(digits)) ? Number(digits) : NaN;
}

/* A number or a day in its one form, as far as it can be understood; else as it was typed. */
function settledValue(question, text) {
  if (question.day) return typedDay(text);
  const number = wholeNumber(text);
  return Number.isNaN(number) ? text : String(number);
}

/* What of an answer follows from what was typed; it is odd if that is no number or day, or none that the question takes. */
function valueTyped(question, typed) {
  const settled = settledValue(question, typed.trim());
  const value = question.day ? dayOf(settled) / A_DAY : wholeNumber(settled);
  const taken = value >= question.least && value <= question.most;
  const written = question.day || Number.isNaN(value) ? settled : value;
  return {typed, yes: settled !== "", value: taken ? value : 0, odd: settled === "" || taken ? null : {yes: written}};
}

/* The place of the option that is called so, from 0; -1 for none. */
function optionNamed(question, name) {
  return question.options.findIndex((_, place) => optionName(question, place) === name);
}

function takeStep(question, answer, yes) {
  if (typeof yes === "string") yes = stepOf(question, yes) || yes;
  if (!Number.isInteger(yes)) return false;
  if (yes < 0 || yes > question.options.length) answer.odd = true;
  else answer.step = yes;
  return true;
}

function takeLetter(question, answer, yes) {
  if (typeof yes !== "string") return false;
  answer.step = optionNamed(question, yes) + 1;
  if (answer.step === 0) answer.odd = true;
  return true;
}

function takeLetters(question, answer, yes) {
  if (!Array.isArray(yes)) return false;
  for (const name of yes) {
    const option = optionNamed(question, name);
    if (option < 0) answer.odd = true;
    else answer.options = (answer.options | 1 << option) >>> 0;
  }
  return true;
}

function takeValue(question, answer, yes) {
  if (typeof yes !== "string" && !Number.isInteger(yes)) return false;
  const odd = answer.odd;
  Object.assign(answer, valueTyped(question, settledValue(question, String(yes).trim())));
  answer.odd = odd || answer.odd;
  return answer.yes;
}

/* Whether yes can be read; what it names that the question lacks makes the answer odd. */
function takeYes(question, answer, yes) {
  answer.yes = true;
  if (question.valued) return takeValue(question, answer, yes);
  if (question.numbered) return takeStep(question, answer, yes);
  return (question.single ? takeLetter : takeLetters)(question, answer, yes);
}

function takeAnswer(answers, left) {
  return (value, key) => {
    const question = EDITION.questions.find(known => String(known.id) === key);
    if (!question || !isObject(value)) return false;
    const answer = answers.question[question.id];
    takeMembers(value, t("question %s", key), {
      yes: yes => {
        if (takeYes(question, answer, yes)) return true;
        answer.yes = false;
        return false;
      },
      no: word => {
        if (typeof word !== "string") return false;
        answer.no = meant("no", word);
        if (!answer.no || !offersNo(question, answer.no)) answer.odd = true;
        return true;
      },
      assessment: word => {
        if (!question.scored) return false;
        answer.assessment = typeof word === "string" ? meant("assessment", word) : "";
        return answer.assessment !== "";
      },
      note: note => typeof note === "string" && (answer.note = note, true),
    }, left);
    if (answer.odd) answer.odd = {yes: value.yes, no: value.no};
    return true;
  };
}

function takeAnswers(value) {
  const answers = blankAnswers();
  const left = [];
  if (!isObject(value) || typeof value.edition !== "string")
    throw new Error(t("it holds no answers; choose a file that was saved here or by sigill"));
  if (value.edition !== EDITION.id)
    throw new Error(t("it answers another questionnaire, \"%s\", and this page is for \"%s\"", value.edition, EDITION.id));
  const backgrounds = onTop => Object.fromEntries(EDITION.backgrounds.filter(asked => asked.top === onTop)
    .map(asked => [asked.id, takeField(answers, "background." + asked.id)]));
  const inside = (where, readers) => member => (takeMembers(member, where, readers, left), true);
  takeMembers(value, "", {
    edition: () => true,
    organisation: inside("organisation", {
      ...takeFields(answers, "organisation.name", "organisation.number", "organisation.group"),
      covers: takeCovers(answers, left),
    }),
    period: inside("period", takeFields(answers, "period.from", "period.to")),
    ...takeFields(answers, "marking"),
    participants: takeParticipants(answers, left),
    answers: inside("answers", {"*": takeAnswer(answers, left)}),
    ...backgrounds(true),
    background: inside("background", backgrounds(false)),
    approval: inside("approval", takeFields(answers, "approval.by", "approval.role", "approval.date", "approval.reference")),
  }, left);
  return {answers, left};
}

function offersNo(question, no) {
  return (no === "no" && question.refusable) || (no === "none" && question.none) || (no === "partly" && question.partly);
}

/* ---- writing ---- */

function chosenOptions(question, answer) {
  return question.options.map((_, option) => option).filter(option =>
    question.single ? answer.step === option + 1 : answer.options >>> option & 1);
}

function writeYes(question, answer) {
  if (question.valued) return question.day ? dayText(answer.value * A_DAY) : answer.value;
  if (question.numbered) return answer.step;
  const names = chosenOptions(question, answer).map(option => optionName(question, option));
  return question.single ? names[0] : names;
}

function writeAnswer(question, answer) {
  const written = {};
  if (answer.odd) Object.assign(written, answer.odd);
  else {
    if (answer.yes) written.yes = writeYes(question, answer);
    if (answer.no) written.no = answer.no;
  }
  if (answer.assessment) written.assessment = answer.assessment;
  if (answer.note) written.note = answer.note;
  return written;
}

/* The file's text. */
function writeAnswers(answers) {
  const field = answers.field;
  const backgrounds = onTop => Object.fromEntries(EDITION.backgrounds.filter(asked => asked.top === onTop)
    .map(asked => [asked.id, field["background." + asked.id]]));
  const organisation = {name: field["organisation.name"], number: field["organisation.number"],
    group: field["organisation.group"]};
  if (answers.covers.length)
    organisation.covers = answers.covers.map(covered => covered.number ? covered : {name: covered.name});
  return JSON.stringify({
    edition: EDITION.id,
    organisation,
    period: {from: field["period.from"], to: field["period.to"]},
    marking: field.marking,
    participants: EDITION.roles.map(role => role.id).filter(id => answers.roles.has(id)),
    answers: Object.fromEntries(EDITION.questions.map(question =>
      [question.id, writeAnswer(question, answers.question[question.id])])),
    ...backgrounds(true),
    background: backgrounds(false),
    approval: Object.fromEntries(["by", "role", "date", "reference"].map(key => [key, field["approval." + key]])),
  }, null, 1) + "\n";
}

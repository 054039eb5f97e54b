/* What is missing or wrong in the answers: the same rules as `sigill check` (format/answers_check.c and what it uses). */

/* Separators that people type in numbers: spaces and dashes (format/typed.c). */
const SEPARATORS = /[\t\n\r \-\u00A0\u00AD\u202F\u205F\u2060\u2212\u3000\uFE58\uFE63\uFEFF\uFF0D\u2000-\u200D\u2010-\u2015\u2028\u2029]/g;
const SPACES = /[\t\n\r \u00A0\u202F\u205F\u2060\u3000\uFEFF\u2000-\u200D\u2028\u2029]/g;
/* Letters that cannot be seen (format/name.c). */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\uFFF0-\uFFFB\u{1D159}]|(?! )\p{Zs}/u;
/* What no text may hold, beside tabs and ends of lines where it has only one (base/text.c). */
const UNPRINTABLE = /[\0-\x08\x0B-\x1F\x7F-\x9F\xAD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}\p{Cs}\p{Noncharacter_Code_Point}]/u;

function validNumber(text) {
  if (!/^\d\d[2-9]\d{3}-\d{4}$/.test(text)) return false;
  let sum = 0;
  [...text.replace("-", "")].forEach((digit, place) => {
    const value = Number(digit) * (place % 2 ? 1 : 2);
    sum += Math.floor(value / 10) + value % 10;
  });
  return sum % 10 === 0;
}

/* An organisation number in its one form if it can be understood as one, else as it was typed. */
function typedNumber(text) {
  const digits = text.replace(SEPARATORS, "").replace(/^16(?=\d{10}$)/, "");
  const number = `${digits.slice(0, 6)}-${digits.slice(6)}`;
  return validNumber(number) ? number : text;
}

function validName(text) {
  return !UNSEEN.test(text) && !/^ | $|  /.test(text);
}

/* The day as milliseconds since 1970; NaN if it is none. */
function dayOf(text) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!parts || parts[1] < 1970) return NaN;
  const day = new Date(Date.UTC(parts[1], parts[2] - 1, parts[3]));
  return day.toISOString().slice(0, 10) === text ? day.getTime() : NaN;
}

const MONTHS = ["januari january jan", "februari february feb febr", "mars march mar", "april apr", "maj may", "juni june jun",
  "juli july jul", "augusti august aug", "september sep sept", "oktober october okt oct", "november nov", "december dec"]
  .map(names => names.split(" "));

/* A day in its one form if it is plainly one (format/typed_day.h), else as it was typed. */
function typedDay(text) {
  const parts = folded(text).replace(SEPARATORS, " ").replace(/[/.,]/g, " ").trim().split(/ +/);
  const ways = parts.length === 1 ? [/^(\d{4})(\d\d)(\d\d)$/.exec(parts[0])] : parts.length === 3 ? [
    /^(\d{4}) (\d\d?) (\d\d?)$/.exec(parts.join(" ")),
    /^(\d{4}) (\d\d?) (\d\d?)$/.exec([parts[2], MONTHS.findIndex(names => names.includes(parts[1])) + 1, parts[0]].join(" ")),
  ] : [];
  const days = ways.filter(Boolean).map(([, ...numbers]) => numbers.map(number => number.padStart(2, "0")).join("-"));
  return days.find(day => !Number.isNaN(dayOf(day))) || text;
}

function dayText(time) {
  return new Date(time).toISOString().slice(0, 10);
}

function monthsLater(time, months) {
  const day = new Date(time);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, day.getUTCDate());
}

const A_DAY = 86400000;

/* ---- the head ---- */

function checkName(found, place, text) {
  if (text && !validName(text))
    found.error(place, t("the name has a letter that cannot be seen, or a space that is not a single one between words; type it anew"));
}

function checkOrganisation(answers, found) {
  const number = answers.field["organisation.number"];
  if (!answers.field["organisation.name"]) found.error("organisation.name", t("the organisation's name is missing; write it"));
  checkName(found, "organisation.name", answers.field["organisation.name"]);
  if (!number) found.error("organisation.number", t("the organisation number is missing; write it as NNNNNN-NNNN"));
  else if (!validNumber(number))
    found.error("organisation.number", t("\"%s\" is not an organisation number; its form is NNNNNN-NNNN and the last digit checks the others, so look for a mistyped digit", number));
  if (!answers.field["organisation.group"]) found.error("organisation.group", t("the group is missing; choose one"));
  answers.covers.forEach((covered, place) => {
    if (!covered.name) found.error(`covers.${place}.name`, t("the name is missing; write it, or remove the row"));
    checkName(found, `covers.${place}.name`, covered.name);
    if (covered.number && !validNumber(covered.number))
      found.error(`covers.${place}.number`, t("\"%s\" is not an organisation number; look for a mistyped digit, or leave the number out", covered.number));
  });
}

function checkPeriod(answers, found, now) {
  const [from, to] = ["period.from", "period.to"].map(key => {
    const text = answers.field[key], day = dayOf(text);
    if (!text) found.error(key, t("the day is missing; write it as YYYY-MM-DD"));
    else if (Number.isNaN(day)) found.error(key, t("\"%s\" is not a day; write it as YYYY-MM-DD", text));
    return day;
  });
  if (from > to) found.error("period.to", t("the period ends before it begins; change one of the days"));
  if (!(from <= to)) return;
  const last = monthsLater(from, EDITION.months) - A_DAY;
  const whole = EDITION.months === 0 || to === last;
  if (!whole && new Date(from).getUTCDate() !== 1)
    found.warning("period.from", t("the questions are about %s whole months, so the period begins on the first day of a month, such as %s; correct the day", EDITION.months, answers.field["period.from"].slice(0, 8) + "01"));
  else if (!whole)
    found.warning("period.to", t("the questions are about %s whole months, and a period with this first day would end on %s; correct one of the days", EDITION.months, dayText(last)));
  if (from > now) found.warning("period.from", t("the period has not begun yet by this computer's clock; correct the day, or the clock"));
  else if (to - now > 184 * A_DAY) found.warning("period.to", t("the period ends more than half a year ahead by this computer's clock; correct the day, or the clock"));
  else if (now - to > 731 * A_DAY) found.warning("period.to", t("the period ended more than two years ago by this computer's clock; if these are not old answers, correct the day, or the clock"));
}

function checkApproval(answers, found, now) {
  const {field} = answers;
  if (!field["approval.by"] || !field["approval.date"])
    found.warning(field["approval.by"] ? "approval.date" : "approval.by", t("it is not told who approved the answers, and when; fill in both"));
  checkName(found, "approval.by", field["approval.by"]);
  const day = dayOf(field["approval.date"]);
  if (field["approval.date"] && Number.isNaN(day))
    found.error("approval.date", t("\"%s\" is not a day; write it as YYYY-MM-DD", field["approval.date"]));
  // A day begins at most fourteen hours earlier elsewhere than by the clock, which is in UTC.
  if (day > now + 14 / 24 * A_DAY)
    found.warning("approval.date", t("the day has not come yet by this computer's clock; correct the day, or the clock"));
  if (day < dayOf(field["period.from"]))
    found.warning("approval.date", t("the day is before the period begins; correct one of the two"));
}

function checkText(found, place, text, most) {
  const oneLine = most === LIMITS.line;
  if (bytesOf(text) > most) found.error(place, t("the text is too long; shorten it to %s characters, of which å, ä and ö count as two", most));
  if (UNPRINTABLE.test(text) || oneLine && /[\t\n]/.test(text))
    found.error(place, t("the text has a character that cannot be printed; type it anew"));
}

function checkTexts(answers, found) {
  for (const key of FIELDS) checkText(found, key, answers.field[key], key.startsWith("background.") ? LIMITS.text : LIMITS.line);
  answers.covers.forEach((covered, place) => checkText(found, `covers.${place}.name`, covered.name, LIMITS.line));
  for (const question of EDITION.questions)
    checkText(found, `q${question.id}`, answers.question[question.id].note, LIMITS.note);
}

/* ---- the questions ---- */

/* By enum answer_status of scoring/model.h. */
const STATUSES = ["unanswered", "yes", "no", "contradictory", "empty", "no-assessment", "unknown-option", "not-asked", "uncalled"];

function unknownFinding(question, {typed, no}) {
  if (typed && !no) return t("\"%s\" is not taken here. %s", typed, question.hint[language]);
  return t("the file names an answer that the question does not have; answer it anew");
}

function statusFinding(question, answer, status) {
  switch (STATUSES[status]) {
  case "unanswered": return question.scored ? t("not answered; it gives no points") : t("not answered");
  case "contradictory": return t("answered with both yes and no; remove one of the two");
  case "empty": return t("yes, but to nothing; tick what is fulfilled, or answer no");
  case "no-assessment": return t("the assessment is missing; choose sure or unsure");
  case "unknown-option": return unknownFinding(question, answer);
  case "uncalled": return t("answered, but it is asked only after %s; remove the answer, or correct the other one", question.after[language]);
  default: return null;
  }
}

/* Everything that is found, errors and warnings: [{place, severe, text}], place being a key of the head or "q" and a
 * question's number. result: of scoreAnswers, or null. */
function checkAnswers(answers, result, now) {
  const list = [];
  const found = {
    error: (place, text) => list.push({place, severe: true, text}),
    warning: (place, text) => list.push({place, severe: false, text}),
  };
  checkOrganisation(answers, found);
  checkPeriod(answers, found, now);
  if (!answers.field.marking) found.error("marking", t("the marking is missing; choose one"));
  checkTexts(answers, found);
  EDITION.questions.forEach((question, place) => {
    const status = result ? result.questions[place].status : 1;
    const text = statusFinding(question, answers.question[question.id], status);
    if (text) list.push({place: `q${question.id}`, severe: STATUSES[status] !== "unanswered", text});
  });
  checkApproval(answers, found, now);
  return list;
}

/* The score of answers, by scoring/ itself as WebAssembly (page/engine.c). */

let engine = null; // the module's exports; null where the browser has none

async function startEngine() {
  try {
    const bytes = Uint8Array.from(atob(DATA.engine), letter => letter.charCodeAt(0));
    engine = (await WebAssembly.instantiate(bytes, {})).instance.exports;
  } catch (_) {
    return; // the page says that there is none
  }
  EDITION.questions.forEach((question, place) => {
    engine.engine_question(place, question.id, question.section, question.kind, question.options.length, question.none, question.partly);
    engine.engine_value(place, question.least, question.most);
    engine.engine_follow_up(place, question.asked_if, question.asked_options);
  });
  EDITION.levels.forEach((level, place) =>
    engine.engine_level(place + 1, level.sections, level.each, level.total, level.unsure));
  EDITION.areas.forEach((area, number) =>
    area.options.forEach((options, place) => engine.engine_area(number, place, options, area.gates[place])));
}

function list(count, of) {
  return Array.from({length: count}, (_, place) => of(place));
}

/* Everything that follows from the answers; null without an engine. `answered`: of all, then of each section. */
function scoreAnswers(answers) {
  if (!engine) return null;
  EDITION.questions.forEach((question, place) => {
    const answer = answers.question[question.id];
    engine.engine_answer(place, answer.yes, answer.odd !== null, NO_KINDS.indexOf(answer.no),
      ASSESSMENTS.indexOf(answer.assessment), answer.step, answer.options, answer.value);
  });
  engine.engine_score();
  return {
    level: engine.engine_total_level(),
    points: engine.engine_total_points(),
    measures: engine.engine_total_measures(),
    unsure: engine.engine_total_unsure(),
    standing: list(4, engine.engine_standing),
    areas: EDITION.areas.map((_, area) => ({points: engine.engine_area_points(area), max: engine.engine_area_max(area),
      level: engine.engine_area_level(area)})),
    questions: EDITION.questions.map((_, place) => ({status: engine.engine_status(place), points: engine.engine_points(place)})),
    answered: list(EDITION.sections.length + 1, part => {
      const section = part ? EDITION.sections[part - 1].number : 0;
      return {answered: engine.engine_answered(section), of: engine.engine_asked(section)};
    }),
    missing: {
      questions: list(engine.engine_missing_questions(), entry =>
        ({place: engine.engine_missing_place(entry), points: engine.engine_missing_points(entry)})),
      total: engine.engine_missing_total(),
      unsure: engine.engine_missing_unsure(),
      allowed: engine.engine_unsure_allowed(),
    },
  };
}

/* How many questions are answered of those that are asked, in all or of a section; without an engine a question counts as
 * answered when it has a yes or a no, and all are asked. */
function answeredOf(answers, result, section) {
  const part = EDITION.sections.indexOf(section) + 1; // 0: all
  if (result) return result.answered[part];
  const asked = EDITION.questions.filter(question => part === 0 || question.section === section.number);
  return {answered: asked.filter(({id}) => answerIsGiven(answers.question[id])).length, of: asked.length};
}

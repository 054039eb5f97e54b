/* What follows from the answers, anew after each change: states, counts, findings, level, areas and their radar. */

function stateText(question, result) {
  const place = EDITION.questions.indexOf(question);
  if (!result) return "";
  const {status, points} = result.questions[place];
  const wrong = statusFinding(question, state.answers.question[question.id], status);
  if (STATUSES[status] === "unanswered") return t("Not answered");
  if (STATUSES[status] === "not-asked") return t("Not asked");
  if (wrong) return state.typing === question ? "" : t("Wrong: %s", wrong);
  if (!question.scored) return t("Is answered");
  return points === 1 ? t("1 point") : t("%s points", points);
}

function showStates(result) {
  EDITION.questions.forEach((question, place) => {
    const shown = byId(`q${question.id}-state`);
    const text = stateText(question, result);
    if (shown.textContent !== text) shown.textContent = text;
    const status = result ? STATUSES[result.questions[place].status] : "unanswered";
    const fine = ["unanswered", "yes", "no", "not-asked"].includes(status) || state.typing === question;
    byId(`q${question.id}`).dataset.state = fine ? status : "wrong";
    if (question.valued && !fine) byId(`q${question.id}-value`).setAttribute("aria-invalid", "true");
    else if (question.valued) byId(`q${question.id}-value`).removeAttribute("aria-invalid");
  });
  showFollowUps(result);
  for (const part of EDITION.sections) {
    const {answered, of} = answeredOf(state.answers, result, part);
    byId(`${sectionId(part.number)}-count`).textContent = t("%s of %s answered", answered, of);
    byId(`count-${sectionId(part.number)}`).textContent = `${answered}/${of}`;
  }
}

/* ---- findings ---- */

function placeName(place) {
  const [, entry, member] = /^covers\.(\d+)\.(\w+)$/.exec(place) || [];
  if (entry) return member === "name" ? t("Name of organisation %s", Number(entry) + 1) : t("Organisation number of organisation %s", Number(entry) + 1);
  return place.startsWith("q") ? t("Question %s", place.slice(1)) : labelOf(place);
}

function linkTo(place, text) {
  const id = place.startsWith("q") ? place : "f-" + place;
  return el("a", {href: "#" + id, click: event => {
    const goal = byId(id).hidden ? byId(`${id}-not-asked`) : byId(id);
    event.preventDefault();
    goal.focus();
    goal.scrollIntoView({block: "center"});
  }}, text);
}

function questionLinks(ids) {
  return ids.flatMap((id, place) => [place ? ", " : " ", linkTo(`q${id}`, String(id))]);
}

function unansweredOf(part, left) {
  return left.length ? el("li", {}, t("%s, not answered:", part.name), ...questionLinks(left.map(({id}) => id))) : null;
}

function asideLine() {
  const ids = keptAside();
  return ids.length ? el("li", {}, t("Answers that are kept aside, and in no file, since their questions are not asked:"), ...questionLinks(ids)) : null;
}

function unsettled() {
  return state.conflicts.filter(conflict => conflict.chosen < 0).length;
}

/* How many things are left to do or to look at. */
function leftOf(findings) {
  return findings.length + unsettled();
}

function showFindings(findings, result) {
  const errors = findings.filter(finding => finding.severe);
  const unanswered = result ? EDITION.questions.filter((_, place) => STATUSES[result.questions[place].status] === "unanswered") : [];
  const warnings = findings.filter(finding => !finding.severe && !finding.place.startsWith("q"));
  const line = finding => el("li", {}, linkTo(finding.place, placeName(finding.place)), ": ", finding.text);
  const open = unsettled(), aside = asideLine();
  const look = warnings.length || unanswered.length || aside;
  const lists = [
    open ? el("p", {class: "wrong"}, el("a", {href: "#conflicts"}, t("Places where the files differ and nobody has chosen: %s", open))) : null,
    errors.length ? el("h3", {}, t("Must be corrected before the answers can be sealed: %s", errors.length)) : null,
    errors.length ? el("ul", {class: "errors"}, ...errors.map(line)) : null,
    look ? el("h3", {}, t("Look at this before you seal the answers")) : null,
    look ? el("ul", {}, ...warnings.map(line), ...EDITION.sections.map(part =>
      unansweredOf(part, unanswered.filter(question => question.section === part.number))).filter(Boolean), aside) : null,
    errors.length || look || open ? null : el("p", {}, t("Nothing is left.")),
    el("p", {class: "soft"}, t("Then run `sigill check` with the saved file: it looks closer than this page can."),
      EDITION.levels.length ? " " + t("Sections above the level that you aim at may be left unanswered.") : ""),
  ];
  refresh("findings", ...lists);
  byId("count-check").textContent = String(leftOf(findings) || "");
  for (const shown of document.querySelectorAll("[data-place]")) {
    const own = findings.find(finding => finding.place === shown.dataset.place);
    const visible = own !== undefined && state.touched.has(own.place);
    const control = byId(shown.id.replace(/-wrong$/, ""));
    const text = visible ? own.text : "";
    if (shown.textContent !== text) shown.textContent = text;
    if (visible && own.severe) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}

/* ---- the result ---- */

const SVG = "http://www.w3.org/2000/svg";

function svg(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/* The areas' shares of their points, clockwise from the top; the table beside it has the numbers' names. */
function radar(result) {
  const count = result.areas.length, middle = 150, radius = 115;
  const at = (axis, distance) => {
    const angle = 2 * Math.PI * axis / count;
    return [middle + distance * Math.sin(angle), middle - distance * Math.cos(angle)].map(length => length.toFixed(1)).join(" ");
  };
  const ring = (name, distanceOf) => svg("path", {class: name,
    d: "M" + result.areas.map((_, axis) => at(axis, distanceOf(axis))).join("L") + "z"});
  const label = axis => {
    const [x, y] = at(axis, radius + 18).split(" ");
    return svg("text", {x, y, dy: "0.35em", "text-anchor": "middle"}, String(axis + 1));
  };
  const share = axis => result.areas[axis].max ? radius * result.areas[axis].points / result.areas[axis].max : 0;
  return svg("svg", {viewBox: "0 0 300 300", class: "radar", role: "img", "aria-label": t("Each area's share of its points; the table has the figures")},
    ...[1, 2, 3, 4].map(part => ring("web", () => radius * part / 4)),
    ...result.areas.map((_, axis) => svg("path", {class: "web", d: `M${middle} ${middle}L${at(axis, radius)}`})),
    ring("own", share), ...result.areas.map((_, axis) => label(axis)));
}

function areaTable(result) {
  const rows = result.areas.map((area, place) => el("tr", {}, el("td", {class: "num"}, String(place + 1)),
    el("th", {scope: "row"}, EDITION.areas[place].name), el("td", {class: "num"}, t("%s of %s", area.points, area.max)),
    el("td", {class: "num"}, String(area.level))));
  return el("table", {}, el("caption", {}, t("The areas")), el("thead", {}, el("tr", {}, el("th", {scope: "col", class: "num"}, t("No.")),
    el("th", {scope: "col"}, t("Area")), el("th", {scope: "col", class: "num"}, t("Points")),
    el("th", {scope: "col", class: "num"}, t("Level")))), el("tbody", {}, ...rows));
}

/* What the next level asks for: [text, place of a question or null]. */
function holdsBack(result) {
  const {missing} = result, next = EDITION.levels[result.level];
  const lines = missing.questions.map(({place, points}) => {
    const question = EDITION.questions[place];
    return [t("question %s lacks points: it has %s, and %s are needed (%s)", question.id, result.questions[place].points,
      result.questions[place].points + points, question.topic), `q${question.id}`];
  });
  if (missing.total) lines.push([t("points are lacking in all: there are %s, and %s are needed", result.points, next.total), null]);
  if (missing.unsure)
    lines.push([t("unsure assessments are too many by %s: at most %s of the level's questions may be unsure", missing.unsure, missing.allowed), null]);
  return lines;
}

function showResult(result) {
  if (!result) {
    refresh("outcome", el("p", {class: "wrong"}, t("This browser has no WebAssembly, or it is turned off: the page cannot count points or levels. You can fill in and save all the same; then run `sigill score` with the file.")));
    return;
  }
  if (!EDITION.levels.length) {
    refresh("outcome", el("p", {}, t("This questionnaire gives no points, so there is no level.")));
    return;
  }
  const next = result.level < EDITION.levels.length ? result.level + 1 : 0;
  const name = result.level ? ` (${EDITION.levels[result.level - 1].name})` : "";
  refresh("outcome",
    el("p", {class: "level"}, t("Level %s of %s", result.level, EDITION.levels.length) + name),
    el("p", {}, t("%s of %s points, %s of %s measures, %s unsure", result.points, EDITION.points, result.measures, EDITION.measures, result.unsure)),
    next ? el("h3", {}, t("What holds back level %s", next)) : el("p", {}, t("The highest level is reached.")),
    next ? el("ul", {class: "back"}, ...holdsBack(result).map(([text, place]) => el("li", {}, place ? linkTo(place, text) : text))) : null,
    el("div", {class: "areas"}, result.areas.length > 2 ? radar(result) : null, areaTable(result)));
}

function summary(result, left) {
  const {answered, of} = answeredOf(state.answers, result);
  return [t("%s of %s answered", answered, of),
    result && EDITION.levels.length ? t("%s points", result.points) : null,
    result && EDITION.levels.length ? t("level %s", result.level) : null,
    left ? t("%s left", left) : t("nothing left"),
    state.saved ? state.savedAs : t("not saved")].filter(Boolean).join(" · ");
}

/* Shows everything anew. question: the one that was answered just now, which is read aloud, with what followed from it. */
function showAll(question, followed) {
  const result = scoreAnswers(state.answers);
  byId("marking").textContent = state.answers.field.marking || t("No marking yet");
  showStates(result);
  const findings = checkAnswers(state.answers, result, Date.now());
  showFindings(findings, result);
  showResult(result);
  const told = summary(result, leftOf(findings));
  byId("summary").textContent = told;
  noteAsked(result);
  const answered = question && question !== state.typing;
  if (answered || followed)
    announce([answered ? `${t("Question %s", question.id)}: ${stateText(question, result)}.` : "", followed, told].filter(Boolean).join(" "));
}

function changed(question) {
  state.saved = false;
  const followed = settleFollowUps();
  keep();
  showAll(question, followed);
}

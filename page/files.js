/* Files in and out, and the copy that the browser keeps if it is asked to. */

function say(text, wrong) {
  fill("told", el("p", {class: wrong ? "wrong" : ""}, text));
}

/* ---- reading ---- */

async function textOf(file) {
  if (file.size > LIMITS.file) throw new Error(t("it is larger than any file of answers"));
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0x50 && bytes[1] === 0x4B)
    throw new Error(t("it is a workbook; run `sigill convert` to make a JSON file of it, and open that"));
  try {
    return new TextDecoder("utf-8", {fatal: true}).decode(bytes);
  } catch (_) {
    throw new Error(t("it is no file of answers, or it was damaged; choose a file that was saved here or by sigill"));
  }
}

/* "2026-11-29 13:05", by the clock of this computer. */
function momentText(moment) {
  const two = number => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/* What a file is called among others, of which several may have one name. */
function nameAmong(files, file) {
  const same = files.filter(other => other.name === file.name);
  const number = same.length < 2 ? "" : `${same.indexOf(file) + 1}, `;
  return files.length < 2 ? file.name : `${file.name} (${number}${momentText(new Date(file.lastModified))})`;
}

/* Whose a file is, for people: what is answered in it, and who took part. */
function sourceShown({name, answers}) {
  const roles = EDITION.roles.filter(role => answers.roles.has(role.id)).map(role => role.name);
  const {answered, of} = answeredOf(answers, scoreAnswers(answers));
  return [`${name}: ${t("%s of %s answered", answered, of)}`, ...roles].join(", ");
}

/* The files that could be read, as sources of mergeAnswers; the others are told of. */
async function readFiles(files) {
  const sources = [], lines = [];
  for (const file of files) {
    const name = nameAmong([...files], file);
    try {
      const {answers, left} = readAnswers(await textOf(file));
      sources.push({name, answers, file: file.name});
      lines.push(...left.map(line => t("%s has something that the page does not take over: %s", name, line)));
    } catch (wrong) {
      const why = wrong instanceof DOMException ? t("it cannot be read; is it still there?") : wrong.message;
      lines.push(t("%s was not read: %s", name, why));
    }
  }
  return {sources, lines};
}

function tellLeft(lines, done) {
  fill("told", done ? el("p", {}, done) : null,
    lines.length ? el("ul", {class: "wrong"}, ...lines.map(line => el("li", {}, line))) : null);
}

function take(answers, conflicts, saved) {
  document.activeElement.blur(); // what was typed there last belongs to the former answers
  state.answers = answers;
  state.conflicts = conflicts;
  state.saved = saved;
  state.savedAs = "";
  state.cleared = {};
  state.aside = {};
  state.typing = null;
  state.touched = new Set([...FIELDS, ...answers.covers.flatMap((_, place) => [`covers.${place}.name`, `covers.${place}.number`])]);
  showForm();
  showConflicts();
  keep();
  showAll();
}

async function openFile(files) {
  const {sources, lines} = await readFiles(files);
  if (!sources.length) return tellLeft(lines, null);
  if (!state.saved && !confirm(t("What you have filled in is not saved and would be lost. Open the file all the same?"))) return undefined;
  state.fileName = sources[0].file;
  take(sources[0].answers, [], lines.length === 0);
  return tellLeft(lines, t("%s is open.", sources[0].name));
}

async function mergeFiles(files) {
  const {sources, lines} = await readFiles(files);
  if (!sources.length) return tellLeft(lines, null);
  if (writeAnswers(state.answers) !== writeAnswers(blankAnswers())) sources.unshift({name: t("this page"), answers: withAside()});
  const {answers, conflicts} = mergeAnswers(sources);
  take(answers, conflicts, false);
  const whose = sources.map(sourceShown).join("; ");
  tellLeft(lines, conflicts.length ? t("Merged: %s. Places where they differ: %s; choose below.", whose, conflicts.length)
    : t("Merged: %s. They agree.", whose));
  return conflicts.length && byId("conflicts").focus();
}

function showConflicts() {
  byId("conflicts").hidden = state.conflicts.length === 0;
  fill("conflict-list", ...state.conflicts.map((conflict, number) => el("fieldset", {class: "conflict"},
    el("legend", {}, conflict.title),
    ...conflict.choices.map((choice, place) => {
      const row = radio(`conflict-${number}`, `conflict-${number}-${place}`, `${choice.from}: ${choice.shown}`, () => {
        conflict.chosen = place;
        putChoice(state.answers, conflict.place, choice.value);
        showForm();
        changed();
      });
      row.firstChild.checked = conflict.chosen === place;
      return row;
    }))));
}

/* ---- writing ---- */

/* "svar-2026-11-29-1305.json": files of two departments, and of two days, differ. */
function nameToSave(moment) {
  const stem = (state.fileName || t("answers.json")).replace(/\.json$/i, "").replace(/ ?\(\d+\)$/, "").replace(/-\d{4}-\d\d-\d\d-\d{4}$/, "");
  return `${stem}-${momentText(moment).replace(" ", "-").replace(":", "")}.json`;
}

function save() {
  const open = unsettled();
  const blob = new Blob([writeAnswers(withUnsettled(state.answers, state.conflicts))], {type: "application/json"});
  const address = URL.createObjectURL(blob);
  const name = nameToSave(new Date());
  el("a", {href: address, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  state.saved = true;
  state.savedAs = t("saved as %s", name);
  showAll();
  const told = [t("Saved as %s in the browser's folder for downloads. Move it to where the answers belong, and leave no copy of them in that folder.", name),
    asideSaid()].filter(Boolean).join(" ");
  say(open ? t("Saved as %s in the browser's folder for downloads. Places where the files differ are not settled: %s; the notes of those questions say what was answered.", name, open) : told, open > 0);
  announce(told);
}

/* ---- the browser's own copy ---- */

const KEPT = "sigill-form/" + EDITION.id;

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch (_) {
    return null;
  }
}

function keep() {
  if (!byId("keep").checked) return;
  try {
    localStorage.setItem(KEPT, JSON.stringify({about: momentText(new Date()), ...JSON.parse(writeAnswers(state.answers))}));
    state.ownCopy = true;
  } catch (_) {
    byId("keep").checked = false;
    say(t("This browser does not let the page keep anything; save to a file instead."), true);
  }
}

function forget() {
  state.ownCopy = false;
  try {
    localStorage.removeItem(KEPT);
  } catch (_) {
    return; // then nothing was kept
  }
}

/* A copy from before is not written over unseen. */
function keepAsked(on) {
  if (on && !state.ownCopy && kept() !== null) {
    byId("keep").checked = false;
    say(t("A copy from before is kept here. First open it, or remove it."), true);
    byId("open-kept").focus();
    return;
  }
  if (on) keep();
  else forget();
  showKept();
}

/* What the copy from before is: when it was kept, and how much is in it. */
function keptShown() {
  try {
    const {about} = JSON.parse(kept()), {answers} = readAnswers(kept());
    const {answered, of} = answeredOf(answers, scoreAnswers(answers));
    return t("This browser keeps a copy from before: %s, %s of %s answered.", about, answered, of);
  } catch (_) {
    return t("This browser keeps a copy from before."); // opening it says what is wrong
  }
}

function showKept() {
  const on = byId("keep").checked;
  fill("kept", on ? el("p", {}, t("A copy is kept, unencrypted, in this browser's local storage under the name %s, on this computer. Who uses this browser, and other pages that are opened from this computer's disk, may read it. To remove it, untick the box; the browser may leave traces on the disk.", KEPT)) : null,
    !on && kept() !== null ? el("p", {}, keptShown(), " ",
      button(t("Open the copy"), openKept, "open-kept"), " ", button(t("Remove the copy"), () => { forget(); showKept(); })) : null);
}

function openKept() {
  try {
    const {answers, left} = readAnswers(kept());
    byId("keep").checked = state.ownCopy = true;
    take(answers, [], false);
    tellLeft(left, t("The browser's copy is open."));
  } catch (wrong) {
    say(wrong.message, true);
  }
  showKept();
}

"use strict";
/* The form: what every part of it uses. The parts are read in the order of the Makefile's FORM_JS.
 *
 * Foreign text (answers, file names) becomes text nodes and values of controls alone, never markup. */

/* What `sigill template` wrote into the page: the edition, the words, the Swedish texts, the answers to begin with. */
const DATA = JSON.parse(document.getElementById("data").textContent);
const EDITION = DATA.questionnaire;

let language = document.documentElement.lang;

/* The text in the page's language, each %s replaced by the next of values. */
function t(text, ...values) {
  const words = language === "sv" ? DATA.texts[text] || text : text;
  return words.replace(/%s/g, () => String(values.shift()));
}

/* An element with attributes, and children that are elements or texts. A function is a listener. */
function el(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

function byId(id) {
  return document.getElementById(id);
}

function fill(id, ...children) {
  byId(id).replaceChildren(...children.filter(child => child !== null && child !== undefined));
}

/* The same, but only if it says something else than before: what is clicked just now stays where it is. */
function refresh(id, ...children) {
  const made = el("div", {}, ...children);
  if (made.textContent !== byId(id).textContent) byId(id).replaceChildren(...made.childNodes);
}

function button(label, act, id) {
  return el("button", {type: "button", id, click: act}, label);
}

/* Says it to who cannot see what changed. */
let saying = 0;
function announce(text) {
  clearTimeout(saying);
  saying = setTimeout(() => { byId("said").textContent = text; }, 600);
}

/* "c" or "3": what people call an option, from 0. */
function optionName(question, option) {
  return question.numbered ? String(option + 1) : String.fromCharCode(97 + option);
}

function bytesOf(text) {
  return new TextEncoder().encode(text).length;
}

"""What the form page leaves behind and what it lets in, in a headless Chromium: nothing is asked for, nothing stays in the
browser that nobody asked it to keep, and whatever is filled in, loaded or named by an edition is text. FORM_SETS: how many
broken documents are opened."""
import json
import os
import re

from formkit import (EXAMPLES, MARKER, SMALL, Listener, chromium, fill_in_a_little, form, keys_of, no_word_stays, opened, saved, seeded, take_in)
from sigill_test import DATA, run, sigill, test

SETS = int(os.environ.get("FORM_SETS", "40"))


ASK = "fetch('http://example.test/x').then(() => 'done', () => 'failed')"


@test
def test_page_asks_for_nothing(directory):
    path = form(directory)
    with Listener() as listener, chromium(flags=[f"--proxy-server=http://127.0.0.1:{listener.port}"]) as browser:
        page = opened(browser, path)
        take_in(page, json.loads(EXAMPLES[0].read_text()))
        fill_in_a_little(page)
        saved(page, directory)
        page.pdf(directory / "page.pdf")
        asked = [address for address in page.requests() if address != path.resolve().as_uri() and not address.startswith("blob:")]
        assert not asked, asked
        assert page.run(ASK) == "failed", "the policy lets a request through"
        assert page.run("(() => { for (const [name, text] of [['script', 'globalThis.injected = 1'], ['style', 'body {color: red}']]) {"
                        "const made = document.createElement(name); made.textContent = text; document.body.append(made); }"
                        "return globalThis.injected === undefined && getComputedStyle(document.body).color !== 'rgb(255, 0, 0)'; })()")
        assert not [heard for heard in listener.heard if b"example.test" in heard], listener.heard
        assert not [heard for heard in listener.heard if b"google" not in heard], listener.heard  # what Chromium itself asks for
        assert not [heard for heard in listener.heard if MARKER.encode() in heard], listener.heard
        # Without the policy the listener would have noticed.
        page.call("Page.setBypassCSP", enabled=True)
        browser.events.clear()
        page.call("Page.reload")
        browser.wait(page.session, "Page.loadEventFired")
        page.run(ASK)
        assert any(b"example.test" in heard for heard in listener.heard), listener.heard


@test
def test_no_word_stays_in_the_browser(directory):
    path = form(directory)

    def used_up(end, keeping):
        """The profile of a browser in which the page was filled in, used and left in one of two ways."""
        home = directory / f"profile-{end}-{keeping}"
        home.mkdir()
        with chromium(home=home) as browser:
            page = opened(browser, path)
            fill_in_a_little(page)
            if keeping:
                page.run("byId('keep').click()")
                assert "Ta bort den genom att" in page.run("byId('kept').textContent")
            page.run("new Promise(done => setTimeout(done, 4000))")  # sessions are written some seconds later
            if end == "close":
                browser.close()
        return home
    no_word_stays(used_up)


@test
def test_copy_is_kept_only_when_asked_and_can_be_removed(directory):
    path = form(directory, lang="en")
    with chromium() as browser:
        page = opened(browser, path)
        fill_in_a_little(page)
        assert page.run("localStorage.length") == 0
        keys = keys_of(page)
        keys.tick("keep")
        keys.write("f-approval.by", "Ada")
        assert "Ada" in page.run("localStorage.getItem(KEPT)")
        again = opened(browser, path)
        assert again.run("state.answers.field['approval.by']") == "", "a copy is opened only when asked"
        assert re.search(r"a copy from before: \d{4}-\d\d-\d\d \d\d:\d\d, 0 of 40 answered", again.run("byId('kept').textContent"))
        # What is filled in now does not take its place unseen.
        before = again.run("localStorage.getItem(KEPT)")
        keys = keys_of(again)
        keys.tick("keep")
        assert again.run("[localStorage.getItem(KEPT), byId('keep').checked]") == [before, False]
        assert "First open it" in again.run("byId('told').textContent") and keys.focused() == "open-kept"
        keys.write("f-approval.by", "Eva")
        assert again.run("localStorage.getItem(KEPT)") == before
        again.run("byId('open-kept').click()")
        assert again.run("[state.answers.field['approval.by'], byId('keep').checked]") == ["Ada", True]
        keys.write("f-approval.role", "Chef")
        assert "Chef" in again.run("localStorage.getItem(KEPT)")
        keys.tick("keep")
        assert again.run("localStorage.length") == 0
        keys.tick("keep")  # removed, it is one's own that is kept
        assert "Chef" in again.run("localStorage.getItem(KEPT)")


# ---- what is let in ----

HOSTILE = "</script><img src=x onerror=alert(1)> & \"C:o\" <b>"


@test
def test_what_is_filled_in_is_never_markup(directory):
    edition = json.loads(SMALL.read_text())
    edition["wording"]["title"] = edition["wording"]["questions"][0]["text"] = HOSTILE
    path = directory / "hostile-edition.json"
    path.write_text(json.dumps(edition))
    document = json.loads((DATA / "small-answers.json").read_text())
    document["organisation"]["name"] = document["obstacles"] = document["approval"]["by"] = HOSTILE
    with chromium() as browser:
        page = opened(browser, form(directory, path))
        take_in(page, document)
        page.pdf(directory / "hostile.pdf")
        assert page.run("document.querySelectorAll('img, b').length") == 0
        assert HOSTILE in page.run("byId('q3').textContent") and HOSTILE in page.run("byId('paper').textContent")
        assert not page.messages(), page.messages()


ODD = [None, True, 0, -1, 7.5, 1e300, "", "ja", "nej", "\u0000", "<b>", "å" * 300, [], ["a", "a"], [[]], {}, {"yes": 1}, {"__proto__": 1}]


def mutated(rng, document):
    """A document with a few members replaced, removed or added at random places."""
    document = json.loads(json.dumps(document))
    for _ in range(rng.randint(1, 4)):
        holder = document
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            key = rng.choice(keys)
            if not isinstance(holder[key], (dict, list)) or not holder[key] or rng.random() < .3:
                break
            holder = holder[key]
        holder[key] = json.loads(json.dumps(rng.choice(ODD)))
        if isinstance(holder, dict) and rng.random() < .2:
            holder[rng.choice(["about", "constructor", "ja", "99"])] = 1
    return document


@test
def test_page_survives_any_document_and_says_what_the_programs_will_not_read(directory):
    for base, edition in ((DATA / "typical-region.json", None), (DATA / "every-kind-answers.json", DATA / "every-kind-edition.json")):
        survives(directory, json.loads(base.read_text()), edition)


def survives(directory, base, edition):
    words, path, read = ("--edition", edition) if edition else (), directory / "again.json", 0
    with chromium() as browser:
        page = opened(browser, form(directory, edition))
        for number in range(SETS):
            text = json.dumps(json.dumps(mutated(seeded(f"mutated {number}"), base)))
            got = page.run(f"(() => {{ try {{ const {{answers}} = readAnswers({text}); take(answers, [], true);"
                           "return [writeAnswers(answers), checkAnswers(answers, scoreAnswers(answers), 0).filter(f => f.severe).length]; }"
                           "catch (wrong) { if (wrong.constructor !== Error) throw wrong; return null; } })()")
            if got is None:
                continue
            path.write_text(got[0])
            read += 1
            assert got[1] or sigill("check", path, "--json", *words).out.startswith("{"), got
        assert read > SETS // 2 and not page.messages(), (read, page.messages())


run()

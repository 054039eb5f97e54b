"""The page that answers are filled in with, in a headless Firefox: as form_page.py has it in Chromium, so that no part of it
rests on one browser. FORM_SETS: how many random answers are scored; 1000 or more fill in the whole municipality by keys too."""
import json
import os
import re
import time
from pathlib import Path

import firefox
from firefox import Firefox
from formkit import (EDITION, EXAMPLES, MARKER, SMALL, Listener, agree, downloaded, fill_in, fill_in_a_little, form, it, keys_of,
                     no_word_stays, opened, security, settled, sheets_of, still_saves, take_in, until, write)
from sigill_test import DATA, expect, run, sigill, skip_unless, test

SETS = int(os.environ.get("FORM_SETS", "15"))
AXE = Path("tests/peers/node_modules/axe-core/axe.min.js")


def started(directory, **how):
    skip_unless(firefox.program(), "Firefox is not installed")
    folder = directory / "downloads"
    folder.mkdir(exist_ok=True)
    return Firefox(downloads=folder, **how)


def saved(page):
    """What the keys for saving save."""
    folder = Path(page.browser.downloads)
    for old in folder.iterdir():
        old.unlink()
    page.control("s")
    return json.loads(downloaded(folder).read_text())


@test
def test_form_is_filled_in_by_keys_alone(directory):
    cases = [(SMALL, DATA / "small-answers.json"), (DATA / "every-kind-edition.json", DATA / "every-kind-answers.json"), *([(EDITION, EXAMPLES[0])] if SETS >= 1000 else [])]
    for edition, answers in cases:
        document = json.loads(answers.read_text())
        if "obstacles" in document:
            document["obstacles"] = document["obstacles"].replace("\t", "")  # that key goes on to the next control
        with started(directory) as browser:
            page = opened(browser, form(directory, edition))
            keys = keys_of(page)
            fill_in(keys, document, edition)
            got = saved(page)
            assert settled(got) == settled(document), got
            assert not page.messages(), page.messages()
            print(f"# {document['organisation']['name']}: {keys.count} keys", flush=True)
        path = directory / "filled.json"
        path.write_text(json.dumps(got))
        expect(sigill("check", path, "--edition", edition), 0)


@test
def test_page_scores_and_finds_as_the_programs_do(directory):
    with started(directory) as browser:
        page = opened(browser, form(directory))
        agree(page, directory, SETS)
    print(f"# {len(EXAMPLES) + SETS} sets of answers agree", flush=True)


@test
def test_page_opens_merges_saves_and_prints(directory):
    files = write(directory, "it.json", it), write(directory, "säkerhet.json", security)
    with started(directory) as browser:
        page = opened(browser, form(directory))
        page.choose_files("open-file", EXAMPLES[1])
        until(page, "state.fileName")
        assert settled(saved(page)) == settled(json.loads(EXAMPLES[1].read_text()))
        page = opened(browser, form(directory))
        page.choose_files("merge-file", *files)
        until(page, "state.conflicts.length")
        assert page.run("state.conflicts.map(open => open.place).join()") == "background.obstacles,q14"
        keys = keys_of(page)
        keys.choose("conflict-1-1")
        got = saved(page)
        assert got["answers"]["14"]["yes"] == ["e"], got["answers"]["14"]
        page.pdf(directory / "page.pdf")
        if "PICTURES" in os.environ:
            (Path(os.environ["PICTURES"]) / "form-firefox.pdf").write_bytes((directory / "page.pdf").read_bytes())
            page.picture(Path(os.environ["PICTURES"]) / "form-firefox.png")
    sheets_of(directory / "page.pdf")


@test
def test_page_asks_for_nothing(directory):
    with Listener() as listener:
        with started(directory, preferences={"network.proxy.type": 1, "network.proxy.http": "127.0.0.1",
                                             "network.proxy.http_port": listener.port, "network.proxy.ssl": "127.0.0.1",
                                             "network.proxy.ssl_port": listener.port}) as browser:
            page = opened(browser, form(directory))
            fill_in_a_little(page)
            saved(page)
            page.pdf(directory / "page.pdf")
            asked = [address for address in page.requests() if not re.match("(file|blob|data):", address)]
            assert not asked, asked
            ask = "fetch('http://example.test/x').then(() => 'done', () => 'failed')"
            assert page.run(ask) == "failed"
            assert not [heard for heard in listener.heard if b"example.test" in heard or MARKER.encode() in heard], listener.heard
            empty = directory / "empty.html"
            empty.write_text("<!DOCTYPE html><title>x</title>")
            browser.open(empty).run(ask)  # without the policy the listener notices
            assert any(b"example.test" in heard for heard in listener.heard), listener.heard


@test
def test_no_word_stays_in_the_browser(directory):
    path = form(directory)

    def used_up(end, keeping):
        home = directory / f"profile-{end}-{keeping}"
        home.mkdir()
        with started(directory, home=home) as browser:
            page = opened(browser, path)
            fill_in_a_little(page)
            if keeping:
                page.run("(byId('keep').click(), 0)")
            time.sleep(6)  # sessions are written once a second here
            if end == "close":
                browser.close()
        return home
    no_word_stays(used_up)


@test
def test_without_webassembly_the_page_says_so_and_still_saves(directory):
    with started(directory, preferences={"javascript.options.wasm": False}) as browser:
        page = opened(browser, form(directory))
        still_saves(page, lambda: saved(page))


@test
def test_axe_finds_nothing_to_complain_of(directory):
    with started(directory) as browser:
        page = opened(browser, form(directory))
        take_in(page, EXAMPLES[0].read_text())
        page.run(f"(() => {{ {AXE.read_text()}; return 0; }})()")
        wrong = json.loads(page.run("axe.run().then(result => JSON.stringify(result.violations.map(rule => [rule.id, rule.nodes[0].html])))"))
        assert not wrong, wrong


run()

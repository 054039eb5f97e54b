/* Writes an organisation's page beside references, as feedback has them, for the tests in a
 * browser: page_tool ANSWERS REFERENCE REFERENCE >PAGE */
#include "base/file.h"
#include "base/memory.h"
#include "format/answers.h"
#include "format/json.h"
#include "report/html_organisation.h"
#include "scoring/gap.h"

#include <stdio.h>
#include <stdlib.h>

enum { FILES = 3, LIMIT = 1 << 20 };

static enum status read_answers(
    const char *path, const struct edition *edition, struct answers *answers, struct error *err)
{
    struct buffer bytes = {0};
    struct findings findings = {0};
    enum status status;
    TRY_OUT(file_read(path, LIMIT, &bytes, err));
    status = answers_parse(edition, bytes.data, bytes.length, path, answers, &findings, err);
out:
    findings_free(&findings);
    buffer_free(&bytes);
    return status;
}

static enum status write_page(const struct edition *edition, const struct answers *answers,
    const struct score score[FILES], struct error *err)
{
    static struct gap gap;
    struct buffer page = {0};
    struct support *support = support_builtin();
    enum status status = STATUS_OK;
    struct html_organisation input = {
        .catalog = catalog_for(LANGUAGE_SWEDISH),
        .edition = edition,
        .answers = answers,
        .score = &score[0],
        .reference = {{.label = "Typisk kommun", .score = &score[1]},
            {.label = "Typisk region", .score = &score[2]}},
        .references = 2,
        .support = support,
        .place = "Resultatet hör till den översta fjärdedelen av kommunerna.",
        .issued = "2021-12-01",
        .demo = true,
    };
    if (gap_find(&edition->model, &score[0], score[0].level + 1, &gap))
        input.gap = &gap;
    html_organisation(&page, &input);
    if (fwrite(page.data, 1, page.length, stdout) != page.length)
        status = error_system(err, "the page could not be written");
    support_free(support);
    buffer_free(&page);
    return status;
}

static enum status read_and_write(char *const path[FILES], struct error *err)
{
    struct edition *edition = NULL;
    struct answers *answers = memory_new(FILES, sizeof *answers);
    struct score score[FILES];
    enum status status;
    TRY_OUT(edition_builtin(edition_builtin_id(0), &edition, err));
    for (int i = 0; i < FILES; i++) {
        TRY_OUT(read_answers(path[i], edition, &answers[i], err));
        score_compute(&edition->model, &answers[i].set, &score[i]);
    }
    status = write_page(edition, &answers[0], score, err);
out:
    edition_free(edition);
    free(answers);
    return status;
}

int main(int argc, char **argv)
{
    struct error err;
    error_init(&err, NULL);
    json_start();
    if (argc != FILES + 1)
        return STATUS_USAGE;
    enum status status = read_and_write(argv + 1, &err);
    if (status != STATUS_OK)
        fprintf(stderr, "page_tool: %s\n", err.text);
    return (int)status;
}

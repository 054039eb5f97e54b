/* Writes what the programs read of an edition or a catalogue of support as tables in C, so that
 * they need not parse it whenever they start:
 *
 *     table edition SYMBOL FILE >OUT.c
 *     table support SYMBOL FILE EDITION >OUT.c
 *
 * A catalogue is read for the edition in the file EDITION.
 * A build tool, run on the machine that builds; the reader that judges the file is the programs'.
 */
#include "base/buffer.h"
#include "base/file.h"
#include "format/fields.h"
#include "format/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A literal of its own for each text, so that no digit of the next one follows on an escape. */
static void print_text(void *context, const char **text)
{
    (void)context;
    printf("    \"");
    for (const char *at = *text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\' || *at == '?')
            putchar('\\');
        if ((unsigned char)*at < ' ')
            printf("\\%03o", (unsigned)*at);
        else
            putchar(*at);
    }
    printf("\\0\"\n");
}

static void pass_text(void *context, const char **text)
{
    (void)context;
    (void)text;
}

static void print_number(void *context, void *number, size_t size)
{
    uint64_t value = fields_number(number, size);
    bool *fits = context;
    *fits = *fits && value <= UINT32_MAX;
    printf("%" PRIu64 ",\n", value);
}

static void pass_number(void *context, void *number, size_t size)
{
    (void)context;
    (void)number;
    (void)size;
}

struct subject {
    struct edition *edition;
    struct support *support; /* NULL: the edition is what is written */
};

static void walk_subject(const struct subject *subject, const struct fields *fields)
{
    if (subject->support != NULL)
        fields_of_support(subject->support, fields);
    else
        fields_of_edition(subject->edition, fields);
}

static bool print_tables(const struct subject *subject, const char *symbol)
{
    bool fits = true;
    const struct fields texts = {print_text, pass_number, NULL};
    const struct fields numbers = {pass_text, print_number, &fits};
    printf("#include \"format/fields.h\"\n\nextern const struct fields_table %s;\n\n", symbol);
    printf("static const char texts[] =\n");
    walk_subject(subject, &texts);
    printf(";\n\nstatic const uint32_t numbers[] = {\n");
    walk_subject(subject, &numbers);
    printf("};\n\nconst struct fields_table %s = {texts, numbers};\n", symbol);
    return fits && fflush(stdout) == 0;
}

static enum status load_support(
    const char *path, const char *edition, struct subject *subject, struct error *err)
{
    struct buffer bytes = {0};
    enum status status;
    TRY_OUT(edition_load_file(edition, &subject->edition, err));
    TRY_OUT(file_read(path, JSON_LENGTH_MAX, &bytes, err));
    status =
        support_load(subject->edition, bytes.data, bytes.length, path, &subject->support, err);
out:
    buffer_free(&bytes);
    return status;
}

int main(int argc, char **argv)
{
    struct subject subject = {NULL, NULL};
    struct error err;
    const bool edition = argc == 4 && strcmp(argv[1], "edition") == 0;
    const bool support = argc == 5 && strcmp(argv[1], "support") == 0;
    if (!edition && !support) {
        fprintf(stderr, "usage: table edition SYMBOL FILE | table support SYMBOL FILE EDITION\n");
        return 2;
    }
    error_init(&err, NULL);
    enum status status = support ? load_support(argv[3], argv[4], &subject, &err)
                                 : edition_load_file(argv[3], &subject.edition, &err);
    if (status != STATUS_OK)
        fprintf(stderr, "table: %s\n", err.text);
    else if (!print_tables(&subject, argv[2]))
        status = STATUS_FAILED;
    edition_free(subject.edition);
    support_free(subject.support);
    return (int)status;
}

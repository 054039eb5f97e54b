/* Texts that a result keeps for as long as it is there: names and groups, one behind the other. */
#ifndef ANALYSIS_LABELS_H
#define ANALYSIS_LABELS_H

struct labels_block;

/* Zeroed it is empty. */
struct labels {
    struct labels_block *last; /* owned, with those before it */
};

/* Copies a text of less than 64 KiB; valid until labels_free. */
const char *labels_keep(struct labels *labels, const char *text);

void labels_free(struct labels *labels);

#endif

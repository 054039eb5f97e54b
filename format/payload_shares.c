#include "format/payload_shares.h"

#include "format/gzip.h"
#include "format/payload_walk.h"
#include "format/ustar.h"

/* ---- cutting ---- */

/* Where the file's header begins in the archive; behind the last one: where the archive ends. */
static uint64_t begin_of(const struct manifest *manifest, size_t place)
{
    uint64_t begin = 0;
    for (size_t i = 0; i < place; i++)
        begin += ustar_member_size(manifest->file[i].size);
    return place < manifest->files ? begin : begin + USTAR_END;
}

static uint64_t count_members(const struct manifest *manifest)
{
    return (payload_inflated_size(manifest) + GZIP_MEMBER - 1) / GZIP_MEMBER;
}

static bool are_sound(const struct payload_places *places, const struct manifest *manifest)
{
    uint64_t before = 0;
    if (places->count != count_members(manifest) - 1 || places->count >= PAYLOAD_PARTS_MAX)
        return false;
    for (size_t i = 0; i < places->count; i++) {
        if (places->place[i] <= before || places->place[i] >= manifest->payload_size)
            return false;
        before = places->place[i];
    }
    return true;
}

/* The shares in the making: of the archive's bytes. */
struct cutting {
    const struct manifest *manifest;
    const struct payload_places *places;
    uint64_t small; /* packed bytes of which no share has less */
    struct payload_share *share;
    size_t count;   /* of those that have begun */
    uint64_t begin; /* of the last one, in the archive */
};

/* Each share has a gzip member of its own at least. */
static void cut_at(struct cutting *cutting, size_t place, uint64_t begin)
{
    uint64_t member = begin / GZIP_MEMBER;
    struct payload_share *share = &cutting->share[cutting->count];
    if (member == cutting->begin / GZIP_MEMBER)
        return;
    uint64_t from = cutting->places->place[member - 1];
    if (from - share[-1].from < cutting->small ||
        cutting->manifest->payload_size - from < cutting->small)
        return;
    *share = (struct payload_share){.first = (uint32_t)place, .from = from};
    share[-1].end = share->first;
    share[-1].to = from;
    cutting->begin = begin;
    cutting->count++;
}

/* A cut is made at the beginning of a file, the one that is nearest to where it should be. */
static void cut_near(struct cutting *cutting, size_t wanted)
{
    const struct manifest *manifest = cutting->manifest;
    uint64_t total = payload_inflated_size(manifest);
    uint64_t begin = begin_of(manifest, 2);
    for (size_t place = 2, cut = 1; place < manifest->files; place++) {
        uint64_t end = begin + ustar_member_size(manifest->file[place].size);
        uint64_t middle = begin + (end - begin) / 2;
        if (cut < wanted && middle >= total / wanted * cut)
            cut_at(cutting, place, begin);
        while (cut < wanted && middle >= total / wanted * cut)
            cut++;
        begin = end;
    }
}

size_t payload_shares_cut(const struct manifest *manifest, const struct payload_places *places,
    size_t most, uint64_t least, struct payload_share *share)
{
    struct cutting cutting = {
        .manifest = manifest, .places = places, .small = least / 2, .share = share, .count = 1};
    uint64_t wanted = manifest->payload_size / least;
    if (wanted > most)
        wanted = most;
    if (wanted < 2 || !are_sound(places, manifest))
        return 1;
    share[0] = (struct payload_share){.first = 0};
    cut_near(&cutting, (size_t)wanted);
    share[cutting.count - 1].end = manifest->files;
    share[cutting.count - 1].to = manifest->payload_size;
    return cutting.count;
}

/* ---- reading ---- */

bool payload_share_is_sound(const struct manifest *manifest, const struct payload_share *share)
{
    return share->first < share->end && share->end <= manifest->files && share->from < share->to &&
           share->to <= manifest->payload_size &&
           (share->end == manifest->files) == (share->to == manifest->payload_size);
}

/* The members from that which the share begins in to the next share's, or the last: whole ones. */
static enum status walk_row(const struct source *row, uint64_t begin, uint64_t end,
    struct payload_walk *walk, struct error *err)
{
    uint64_t pass_over = begin % GZIP_MEMBER;
    uint64_t length = end - (begin - pass_over);
    struct gzip_reader *gzip = gzip_reader_in_row(row, length);
    enum status status = STATUS_OK;
    TRY_OUT(payload_walk_inflate(walk, gzip, length, pass_over, err));
    status = gzip_end(gzip, err);
out:
    gzip_reader_free(gzip);
    return status;
}

/* What of the share stands in the next one's first member, which that one reads to its end. */
static enum status walk_edge(
    const struct source *edge, uint64_t length, struct payload_walk *walk, struct error *err)
{
    struct gzip_reader *gzip = gzip_reader_in_row(edge, GZIP_MEMBER);
    enum status status = payload_walk_inflate(walk, gzip, length, 0, err);
    gzip_reader_free(gzip);
    return status;
}

static enum status walk_share(const struct source *row, const struct source *edge,
    const struct manifest *manifest, const struct payload_share *share, struct payload_walk *walk,
    struct error *err)
{
    uint64_t end = begin_of(manifest, share->end);
    bool last = share->end == manifest->files;
    uint64_t over = last ? 0 : end % GZIP_MEMBER;
    TRY(walk_row(row, begin_of(manifest, share->first), end - over, walk, err));
    return over == 0 ? STATUS_OK : walk_edge(edge, over, walk, err);
}

enum status payload_read_share(const struct source *row, const struct source *edge,
    const struct manifest *manifest, const struct payload_share *share,
    const struct payload_receiver *receiver, struct error *err)
{
    struct payload_walk *walk = payload_walk_new(manifest, true, receiver);
    payload_walk_only(walk, share->first, share->end);
    enum status status = walk_share(row, edge, manifest, share, walk, err);
    payload_walk_free(walk);
    return status;
}

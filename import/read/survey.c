#include "import/read/survey.h"

#include "text/utf8.h"

enum {
    VALUE_MAX = 2000,  /* bytes of what the head says of one thing */
    CONTENTS_MAX = 64, /* elements that may hold the document */
    CONTENT_SHARE = 8, /* one of these has at least this part of the page's text */
};

struct candidate {
    size_t number; /* of its start tag */
    unsigned rank;
    size_t text;
    bool titled;   /* an <h1> stands in it */
};

struct surveying {
    struct arena *arena;
    struct frames frames;
    struct candidate candidates[CONTENTS_MAX];
    size_t candidate_count;
    size_t text;       /* bytes, without blanks at their ends */
    struct buf title, heading;
    bool heading_done; /* the first <h1> is read */
    struct front front;
    size_t item_cap;
    unsigned date_rank;
};

static void add_item(struct surveying *s, struct str key, struct str value)
{
    value = str_trim(utf8_cut(value, VALUE_MAX));
    if (!value.n || s->front.count >= FRONT_ITEMS_MAX || front_get(&s->front, key.p).n)
        return;
    s->front.items = arena_grow(s->arena, s->front.items, s->front.count, &s->item_cap,
                                sizeof *s->front.items);
    s->front.items[s->front.count++] = (struct front_item){key, arena_dup(s->arena, value), 1};
}

/* Meta elements that say what front matter says, under other names. */
static const struct {
    const char *name, *key;
} metas[] = {
    {"locale", "locale"},          {"content-language", "locale"}, {"product", "product"},
    {"this_doc_product", "product"}, {"version", "version"},       {"ms.service", "ms.service"},
    {"ms.prod", "ms.prod"},        {"ms.subservice", "ms.subservice"}, {"ms.topic", "ms.topic"},
    {"ms.version", "ms.version"},  {"og:url", "url"},
};
/* ... and when the text was changed, the one meant for readers first. */
static const char *const date_metas[] = {"updated_at", "dcterms.modified", "date", "last-modified",
                                         "article:published_time", "article:modified_time",
                                         "ms.date"};

/* 2024-05-01T10:00Z: the day. */
static struct str day_of(struct str value)
{
    size_t t = str_find_char(value, 'T');
    return t == 10 ? str_slice(value, 0, t) : value;
}

static void set_date(struct surveying *s, unsigned rank, struct str value)
{
    if (rank <= s->date_rank || !value.n)
        return;
    s->date_rank = rank;
    for (size_t i = 0; i < s->front.count; i++)
        if (str_eq(s->front.items[i].key, STR("date")))
            s->front.items[i].value = arena_dup(s->arena, utf8_cut(day_of(value), VALUE_MAX));
    add_item(s, STR("date"), day_of(value));
}

static void read_meta(struct surveying *s, const struct html_attribute *a, size_t n)
{
    struct str name = element_attribute(a, n, "name");
    struct str value = element_attribute(a, n, "content");
    if (!name.n)
        name = element_attribute(a, n, "property");
    if (!name.n)
        name = element_attribute(a, n, "http-equiv");
    for (size_t i = 0; i < ARRAY_LEN(metas); i++)
        if (str_ieq(name, str_of(metas[i].name)))
            add_item(s, str_of(metas[i].key), value);
    for (unsigned i = 0; i < ARRAY_LEN(date_metas); i++)
        if (str_ieq(name, str_of(date_metas[i])))
            set_date(s, i + 1, value);
}

static void read_link(struct surveying *s, const struct html_attribute *a, size_t n)
{
    struct str target = str_trim(element_attribute(a, n, "href"));
    if (!str_ieq(str_trim(element_attribute(a, n, "rel")), STR("canonical")) ||
        !(str_istarts(target, STR("https://")) || str_istarts(target, STR("http://"))))
        return;
    for (size_t i = 0; i < s->front.count; i++) /* it says more than og:url */
        if (str_eq(s->front.items[i].key, STR("url")))
            s->front.items[i].value = arena_dup(s->arena, utf8_cut(target, VALUE_MAX));
    add_item(s, STR("url"), target);
}

static bool survey_start(void *ctx, struct str tag, const struct html_attribute *attributes,
                         size_t count, uint32_t line)
{
    struct surveying *s = ctx;
    (void)line;
    struct frame *top = frames_push(&s->frames, tag, attributes, count);
    if (!top)
        return false;
    top->text = s->text;
    if (str_ieq(tag, STR("html")))
        add_item(s, STR("lang"), element_attribute(attributes, count, "lang"));
    else if (str_ieq(tag, STR("meta")))
        read_meta(s, attributes, count);
    else if (str_ieq(tag, STR("link")))
        read_link(s, attributes, count);
    if (top->element.content_rank && !s->frames.left_out && s->candidate_count < CONTENTS_MAX) {
        s->candidates[s->candidate_count++] =
            (struct candidate){.number = top->number, .rank = top->element.content_rank};
        top->candidate = s->candidate_count;
    }
    for (size_t i = 0; element_heading_level(tag) == 1 && !s->frames.left_out && i < s->frames.count; i++)
        if (s->frames.items[i].candidate)
            s->candidates[s->frames.items[i].candidate - 1].titled = true;
    return true;
}

static void survey_end(void *ctx, struct str tag, uint32_t line)
{
    struct surveying *s = ctx;
    (void)line;
    struct frame *top = frames_top(&s->frames, tag);
    if (!top)
        return;
    if (top->candidate)
        s->candidates[top->candidate - 1].text = s->text - top->text;
    if (element_heading_level(tag) == 1 && !s->frames.left_out && str_trim(buf_str(&s->heading)).n)
        s->heading_done = true;
    frames_pop(&s->frames);
}

static void survey_text(void *ctx, struct str text, uint32_t line)
{
    struct surveying *s = ctx;
    (void)line;
    if (s->frames.count && str_ieq(s->frames.items[s->frames.count - 1].tag, STR("title")) &&
        frames_inside(&s->frames, "head"))
        buf_put(&s->title, text);
    if (s->frames.left_out || !frames_inside(&s->frames, "body"))
        return;
    s->text += str_trim(text).n;
    if (!s->heading_done && frames_inside(&s->frames, "h1"))
        buf_put(&s->heading, text);
}

/* The surest element of those that hold a fair part of the text; NULL: the whole body. */
static const struct candidate *document_of(const struct surveying *s)
{
    const struct candidate *best = NULL;
    for (size_t i = 0; i < s->candidate_count; i++) {
        const struct candidate *c = &s->candidates[i];
        if (c->text * CONTENT_SHARE < s->text || !c->text)
            continue;
        if (!best || c->rank > best->rank || (c->rank == best->rank && c->text > best->text))
            best = c;
    }
    return best;
}

static struct str one_line(struct arena *a, struct str text)
{
    struct buf out = BUF_INIT(VALUE_MAX);
    bool blank = true;
    text = str_slice(text, 0, utf8_valid(text)); /* a long one was cut somewhere */
    for (size_t i = 0; i < text.n; i++) {
        bool space = ascii_is_space(text.p[i]);
        if (!space || !blank)
            buf_putc(&out, space ? ' ' : text.p[i]);
        blank = space;
    }
    struct str s = arena_dup(a, str_trim(buf_str(&out)));
    buf_release(&out);
    return s;
}

struct survey survey_page(struct arena *a, struct str text, struct frame *frames)
{
    struct surveying s = {.arena = a, .frames = {.items = frames}};
    buf_init(&s.title, VALUE_MAX);
    buf_init(&s.heading, VALUE_MAX);
    const struct html_handler handler = {survey_start, survey_end, survey_text, &s};
    html_parse(text, 1, &handler);
    struct survey found = {.heading = one_line(a, buf_str(&s.heading))};
    if (!found.heading.n)
        add_item(&s, STR("title"), one_line(a, buf_str(&s.title)));
    buf_release(&s.title);
    buf_release(&s.heading);
    const struct candidate *document = document_of(&s);
    found.document = document ? document->number : 0;
    found.titled = !document || document->titled;
    found.front = s.front;
    return found;
}

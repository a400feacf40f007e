#include "report/table_text.h"

#include "report/markdown.h"

enum { GAP = 2 };

static void show_cell(struct flow *f, struct str cell, enum style style,
                      struct markdown_links *links)
{
    markdown_text_inline(f, cell, style, true, links);
}

/* Columns that a cell takes on one line; SIZE_MAX when it needs several. */
static size_t cell_width(const struct flow *f, struct str cell, struct markdown_links *links)
{
    struct buf sink = BUF_INIT(MARKDOWN_BLOCK_MAX);
    struct flow scratch;
    flow_init(&scratch, &sink, 0, f->color);
    /* A link gets its number here and keeps it when it is shown. */
    show_cell(&scratch, cell, STYLE_NONE, links);
    flow_release(&scratch);
    buf_release(&sink);
    return scratch.lines > 1 ? SIZE_MAX : scratch.widest;
}

/* Whether all rows fit side by side; the widths of the columns. */
static bool measure(const struct markdown_table *t, const struct flow *f, bool header,
                    struct markdown_links *links, size_t widths[MARKDOWN_COLUMNS_MAX])
{
    struct str cells[MARKDOWN_COLUMNS_MAX];
    size_t total = 0, room = flow_room(f);
    memset(widths, 0, MARKDOWN_COLUMNS_MAX * sizeof *widths);
    for (size_t row = 0; row < t->row_count; row++) {
        if (row == 1 && header)
            continue;
        size_t count = markdown_table_cells(t->rows[row], cells);
        for (size_t i = 0; i < count; i++) {
            size_t width = cell_width(f, cells[i], links);
            if (width == SIZE_MAX)
                return false;
            if (width <= widths[i])
                continue;
            total += width - widths[i] + (widths[i] ? 0 : GAP);
            widths[i] = width;
            if (total > room && total - room > GAP)
                return false;
        }
    }
    return true;
}

static void show_aligned(const struct markdown_table *t, struct flow *f, bool header,
                         const size_t *widths, struct markdown_links *links)
{
    struct str cells[MARKDOWN_COLUMNS_MAX];
    for (size_t row = 0; row < t->row_count; row++) {
        size_t count = markdown_table_cells(t->rows[row], cells), column = 0;
        bool rule = header && row == 1;
        for (size_t i = 0; i < count; i++) {
            flow_tab(f, column);
            if (rule) {
                for (size_t n = 0; n < widths[i]; n++)
                    flow_puts(f, STYLE_DIM, "-");
            } else {
                show_cell(f, cells[i], header && row == 0 ? STYLE_STRONG : STYLE_NONE, links);
            }
            column += widths[i] + GAP;
        }
        flow_line(f);
    }
}

/* One item for a row: its first cell, below it the others with their columns' names. */
static void show_list(const struct markdown_table *t, struct flow *f, bool header,
                      struct markdown_links *links)
{
    struct str names[MARKDOWN_COLUMNS_MAX], cells[MARKDOWN_COLUMNS_MAX];
    size_t name_count = header ? markdown_table_cells(t->rows[0], names) : 0;
    for (size_t row = header ? 2 : 0; row < t->row_count; row++) {
        size_t count = markdown_table_cells(t->rows[row], cells);
        flow_push(f, "- ", false);
        for (size_t i = 0; i < count; i++) {
            if (cells[i].n == 0)
                continue;
            bool named = i > 0 && i < name_count && names[i].n && name_count > 2;
            flow_hang(f, named ? GAP : 0);
            if (named) {
                show_cell(f, names[i], STYLE_NONE, NULL);
                flow_puts(f, STYLE_NONE, ": ");
            }
            show_cell(f, cells[i], i == 0 ? STYLE_STRONG : STYLE_NONE, links);
            flow_pop(f);
        }
        flow_pop(f);
    }
}

void table_text(const struct markdown_table *t, struct flow *f, struct markdown_links *links)
{
    size_t widths[MARKDOWN_COLUMNS_MAX];
    bool header = markdown_table_has_header(t);
    flow_line(f);
    if (measure(t, f, header, links, widths))
        show_aligned(t, f, header, widths, links);
    else
        show_list(t, f, header, links);
}

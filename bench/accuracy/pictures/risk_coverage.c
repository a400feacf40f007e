#include "pictures.h"

#include "draw.h"

#include <math.h>

enum { WIDTH = 760, HEIGHT = 340, LEFT = 62, TOP = 24, RIGHT = 190, BOTTOM = 58, LINE = 17 };

static void put_curve(struct buf *out, const struct plot *p, const struct series *s, size_t i)
{
    buf_printf(out, "<path class=\"line%s\" d=\"", i % 2 ? " dashed" : "");
    for (size_t k = 0; k < s->curve_count; k++)
        buf_printf(out, "%c%.1f %.1f", k ? 'L' : 'M', draw_x(p, s->curve[k].coverage),
                   draw_y(p, s->curve[k].risk));
    buf_puts(out, "\"/>\n");
    if (!isnan(s->match_risk))
        buf_printf(out, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>\n",
                   i % 2 ? "hollow" : "dot", draw_x(p, s->match_coverage),
                   draw_y(p, s->match_risk));
}

/* Names stand at the ends of their curves, without covering each other. */
static void put_names(struct buf *out, const struct plot *p, const struct series *all, size_t count)
{
    double at[SERIES_MAX];
    size_t order[SERIES_MAX];
    for (size_t i = 0; i < count; i++) {
        size_t k = i;
        double y = draw_y(p, all[i].curve[all[i].curve_count - 1].risk) + 4;
        for (; k > 0 && at[k - 1] > y; k--) {
            at[k] = at[k - 1];
            order[k] = order[k - 1];
        }
        at[k] = y;
        order[k] = i;
    }
    double bottom = p->top + p->height;
    for (size_t k = 1; k < count; k++)
        at[k] = fmax(at[k], at[k - 1] + LINE);
    double over = count ? fmax(0, at[count - 1] - bottom) : 0;
    for (size_t k = 0; k < count; k++) {
        size_t i = order[k];
        buf_printf(out, "<g class=\"%s\">\n", i < 2 ? "a" : "b");
        draw_text(out, p->left + p->width + 12, at[k] - over, "name", "start", all[i].name);
        buf_puts(out, "</g>\n");
    }
}

void draw_risk_coverage(struct buf *out, const struct series *all, size_t count)
{
    double worst = 0.1;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < all[i].curve_count; k++)
            worst = fmax(worst, all[i].curve[k].risk);
    const struct plot p = {
        LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM, 1, ceil(worst * 10 - 1e-9) / 10};
    draw_begin(out, WIDTH, HEIGHT, "Risk and coverage",
               "The share of wrong answers over the share of queries that are answered, as the "
               "confidence that is asked for falls. A dot: the verdict match.");
    draw_axes(out, &p, 0.2, p.y_max > 0.35 ? 0.1 : 0.05, "share of all queries that get an answer",
              "share of the answers that are wrong");
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "<g class=\"%s\">\n", i < 2 ? "a" : "b");
        put_curve(out, &p, &all[i], i);
        buf_puts(out, "</g>\n");
    }
    put_names(out, &p, all, count);
    draw_text(out, p.left + 10, p.top + 20, "small", "start",
              "a dot: what is answered with the verdict match");
    draw_end(out);
}

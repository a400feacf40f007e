#include "pictures.h"

#include "draw.h"

#include <math.h>

enum { PANEL = 164, GAP = 24, LEFT = 58, TOP = 46, BOTTOM = 52, RIGHT = 18 };

static void put_bin(struct buf *out, const struct plot *p, const struct calibration_bin *bin,
                    size_t most, bool hollow)
{
    struct interval range = measure_interval(bin->right, bin->count);
    double x = draw_x(p, bin->confidence);
    double y = draw_y(p, (double)bin->right / (double)bin->count);
    /* Its area tells the count. */
    double radius = fmax(2.5, 6.5 * sqrt((double)bin->count / (double)most));
    buf_printf(out, "<path class=\"range\" d=\"M%.1f %.1fV%.1f\"/>\n", x, draw_y(p, range.low),
               draw_y(p, range.high));
    buf_printf(out, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>\n",
               hollow ? "hollow" : "dot", x, y, radius);
}

static void put_panel(struct buf *out, const struct series *s, size_t i)
{
    const struct plot p = {LEFT + (double)i * (PANEL + GAP), TOP, PANEL, PANEL, 1, 1};
    size_t most = 1;
    struct buf error = BUF_INIT(64);
    draw_text(out, p.left, TOP - 24, "title", "start", s->name);
    buf_printf(&error, "calibration error %.3f", s->calibration.error);
    draw_text(out, p.left, TOP - 9, "small", "start", buf_cstr(&error));
    buf_release(&error);
    draw_axes(out, &p, 0.25, 0.25, "confidence of the first entry",
              i == 0 ? "share that is right" : NULL);
    buf_printf(out, "<path class=\"ideal\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n", draw_x(&p, 0),
               draw_y(&p, 0), draw_x(&p, 1), draw_y(&p, 1));
    for (size_t k = 0; k < s->calibration.bin_count; k++)
        most = max_size(most, s->calibration.bins[k].count);
    buf_printf(out, "<g class=\"%s\">\n", i < 2 ? "a" : "b");
    for (size_t k = 0; k < s->calibration.bin_count; k++)
        put_bin(out, &p, &s->calibration.bins[k], most, i % 2);
    buf_puts(out, "</g>\n");
}

void draw_reliability(struct buf *out, const struct series *all, size_t count)
{
    int width = LEFT + RIGHT + (int)count * PANEL + ((int)count - 1) * GAP;
    draw_begin(out, width, TOP + PANEL + BOTTOM, "Reliability of the confidence",
               "For each set of queries, in 15 bins of equal count: the mean confidence of the "
               "first entry, and the share of first entries that are right, with its 95 % "
               "interval. On the diagonal confidence is what it says; above it, too low.");
    for (size_t i = 0; i < count; i++)
        put_panel(out, &all[i], i);
    draw_end(out);
}

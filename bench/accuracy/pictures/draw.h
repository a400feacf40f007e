/*
 * draw.h - the parts of a diagram as SVG: a square or a strip with axes from 0, in the colours of
 * the reader's page, light or dark.
 *
 * Coordinates of data are shares; those of the picture are pixels from the top left.
 */
#ifndef PICTURES_DRAW_H
#define PICTURES_DRAW_H

#include "base/buf.h"
#include "series.h"

/* Where a diagram stands and what its axes show: shares from 0 to x_max, y_max. */
struct plot {
    double left, top, width, height, x_max, y_max;
};

void draw_begin(struct buf *out, int width, int height, const char *title, const char *about);
void draw_end(struct buf *out);

double draw_x(const struct plot *p, double share);
double draw_y(const struct plot *p, double share);

/* Frame, grid and numbers, `x_step` and `y_step` apart. y_label NULL: without numbers, since they
 * stand at the diagram left of it. */
void draw_axes(struct buf *out, const struct plot *p, double x_step, double y_step,
               const char *x_label, const char *y_label);

/* class: of the style sheet, as draw.c has it. anchor: "start", "middle", "end". */
void draw_text(struct buf *out, double x, double y, const char *class, const char *anchor,
               const char *text);

#endif

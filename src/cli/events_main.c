/*
 * events_main.c - errkb-events, the program that reads the XML of Windows' events for `errkb scan`:
 * see scan/event_helper.h.
 */
#include "scan/event_cut.h"
#include "scan/event_helper.h"
#include "scan/event_xml.h"

#include <signal.h>
#include <unistd.h>

static void answer(void *user, struct str xml, struct buf *reply)
{
    struct str event;
    while (event_next(&xml, &event))
        event_read(user, event, reply);
}

int main(void)
{
    struct event_reader *reader = event_reader_new();
    signal(SIGPIPE, SIG_IGN);
    event_helper_serve(STDIN_FILENO, answer, reader);
    event_reader_free(reader);
    return 0;
}

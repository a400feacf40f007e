/* builtin.S - the image that the build made with errkb-import, for builtin.h. */
    .section .rodata
    .balign 16
    .global builtin_kb
    .global builtin_kb_end
    .type builtin_kb, %object
    .type builtin_kb_end, %object
builtin_kb:
    .incbin ERRKB_IMAGE
builtin_kb_end:
    .byte 0
    .size builtin_kb, builtin_kb_end - builtin_kb
    .section .note.GNU-stack, "", %progbits

/* mcp_schema.json as it stands in the source. */
    .section .rodata
    .globl mcp_schema_text
    .globl mcp_schema_text_end
mcp_schema_text:
    .incbin "mcp_schema.json"
mcp_schema_text_end:
    .section .note.GNU-stack,"",%progbits

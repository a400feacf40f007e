#include "report/code_text.h"

struct facility {
    unsigned number;
    const char *name;
};

/* MS-ERREF 2.1.1: those that support people meet; others are shown by number. */
static const struct facility HRESULT_FACILITIES[] = {
    {0, "general"},          {1, "RPC"},           {2, "COM dispatch"},
    {3, "OLE storage"},      {4, "its meaning depends on the component"},
    {7, "Win32"},            {8, "Windows"},       {9, "security"},
    {10, "control"},         {11, "certificates"}, {12, "Internet"},
    {13, "media server"},    {14, "MSMQ"},         {15, "setup"},
    {16, "smart card"},      {17, "COM+"},         {19, ".NET"},
    {25, "HTTP"},            {36, "Windows Update"}, {41, "TPM services"},
    {48, "firewall"},        {49, "BitLocker"},
};

/* MS-ERREF 2.3. */
static const struct facility NTSTATUS_FACILITIES[] = {
    {0, "general"},  {1, "debugger"},        {2, "RPC runtime"},        {3, "RPC stubs"},
    {4, "I/O"},      {10, "terminal server"}, {16, "USB"},              {19, "clusters"},
    {21, "ACPI"},    {25, "graphics"},       {32, "kernel transactions"}, {33, "BitLocker"},
    {34, "filter"},  {35, "NDIS"},           {42, "TPM"},               {53, "Hyper-V"},
};

static const char *const NAMESPACE_WORDS[CODE_NAMESPACES] = {
    [CODE_NUMBER] = NULL,
    [CODE_HRESULT] = "HRESULT",
    [CODE_NTSTATUS] = "NTSTATUS",
    [CODE_EVENT] = "event id",
    [CODE_AADSTS] = "Azure AD sign-in code",
    [CODE_PREFIXED] = "code of a tool",
    [CODE_SYMBOL] = "name of an error",
};

static const char *find_name(const struct facility *table, size_t count, unsigned number)
{
    for (size_t i = 0; i < count; i++)
        if (table[i].number == number)
            return table[i].name;
    return NULL;
}

/* "facility 7: Win32" of a 32-bit status. */
static void show_facility(struct flow *f, const struct code *c)
{
    unsigned high = (unsigned)(c->value >> 16);
    bool nt = c->ns == CODE_NTSTATUS;
    unsigned number = high & (nt ? 0xFFFu : 0x7FFu);
    const char *name =
        nt ? find_name(NTSTATUS_FACILITIES, ARRAY_LEN(NTSTATUS_FACILITIES), number)
           : find_name(HRESULT_FACILITIES, ARRAY_LEN(HRESULT_FACILITIES), number);
    flow_printf(f, STYLE_NONE, ", facility %u", number);
    if (name)
        flow_printf(f, STYLE_NONE, ": %s", name);
}

void code_text(struct flow *f, const struct query_code *q, bool remarks)
{
    const struct code *c = &q->code;
    flow_text(f, STYLE_CODE, c->text);
    if (c->flags & CODE_HEX_GUESS)
        flow_puts(f, STYLE_NONE, ", if its digits are hexadecimal,");
    for (size_t i = 0; i < q->form_count; i++) {
        struct str form = str_n(q->forms[i], strnlen(q->forms[i], sizeof q->forms[i]));
        flow_puts(f, STYLE_NONE, " =\xc2\xa0");
        flow_text(f, STYLE_CODE, form);
    }
    const char *name = NAMESPACE_WORDS[c->ns];
    if (name)
        flow_printf(f, STYLE_NONE, " (%s", name);
    if (c->ns == CODE_HRESULT || c->ns == CODE_NTSTATUS)
        show_facility(f, c);
    if (name)
        flow_puts(f, STYLE_NONE, ")");
    if (!remarks)
        return;
    if (c->flags & CODE_GENERIC)
        flow_puts(f, STYLE_NONE, ": a general code, it says little by itself");
    else if (c->flags & CODE_WEAK)
        flow_puts(f, STYLE_NONE, ": perhaps no code but an ordinary number or word");
}

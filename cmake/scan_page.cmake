# cmake -DOUT=scan_page.c -DCSS=... -DJS=... -P scan_page.cmake
# Puts the style and the script of a scan's HTML page into C, with the hashes by which the page's
# Content-Security-Policy lets them run.

# The SHA-256 of a file as Base64: three hexadecimal digits are two of its characters.
function(csp_hash file out)
    set(alphabet ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)
    file(SHA256 ${file} hex)
    set(base64 "")
    foreach(at RANGE 0 60 3)
        string(SUBSTRING ${hex} ${at} 3 digits)
        math(EXPR high "0x${digits} / 64")
        math(EXPR low "0x${digits} % 64")
        string(SUBSTRING ${alphabet} ${high} 1 first)
        string(SUBSTRING ${alphabet} ${low} 1 second)
        string(APPEND base64 ${first}${second})
    endforeach()
    string(SUBSTRING ${hex} 63 1 digit)
    math(EXPR last "0x${digit} * 4")
    string(SUBSTRING ${alphabet} ${last} 1 character)
    set(${out} "sha256-${base64}${character}=" PARENT_SCOPE)
endfunction()

function(bytes_of file out)
    file(READ ${file} hex HEX)
    string(REGEX REPLACE "(................................)" "\\1\n    " hex "${hex}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
    set(${out} "${hex}" PARENT_SCOPE)
endfunction()

csp_hash(${CSS} css_hash)
csp_hash(${JS} js_hash)
bytes_of(${CSS} css)
bytes_of(${JS} js)
file(WRITE ${OUT} "/* Made by cmake/scan_page.cmake. */
#include \"report/scan_page.h\"

static const char style[] = {
    ${css}
};
static const char script[] = {
    ${js}
};

const struct scan_page scan_page = {
    .style = {style, sizeof style},
    .script = {script, sizeof script},
    .style_hash = \"${css_hash}\",
    .script_hash = \"${js_hash}\",
};
")

# revision.cmake - a number that changes with whatever decides how a document is read:
#   cmake -DOUT=FILE -DROOT=DIR -DFILES=a;b -DVERSIONS=... -P revision.cmake
set(all "${VERSIONS}")
foreach(file IN LISTS FILES)
    file(SHA256 "${ROOT}/${file}" hash)
    string(APPEND all "${file} ${hash}\n")
endforeach()
string(SHA256 hash "${all}")
string(SUBSTRING "${hash}" 0 16 hash)
set(text "#define IMPORT_REVISION 0x${hash}u\n")
set(old "")
if(EXISTS "${OUT}")
    file(READ "${OUT}" old)
endif()
if(NOT text STREQUAL old) # an unchanged file rebuilds nothing
    file(WRITE "${OUT}" "${text}")
endif()

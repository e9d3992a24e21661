# IDL to header, identifiers and type library, with Wine's IDL compiler.
#
# widl           either of Debian's programs (wine64-tools, mingw-w64-tools): the search paths and the bitness are given
#                explicitly, so that the result is the same.
# stdole2.tlb    comes with Wine (package libwine); the 64-bit file serves both architectures.
# faketime       widl stamps the time into a type library and ignores SOURCE_DATE_EPOCH; a fixed time makes builds identical.
find_program(WIDL NAMES widl x86_64-w64-mingw32-widl i686-w64-mingw32-widl REQUIRED)
find_program(FAKETIME faketime REQUIRED)
find_path(WINE_IDL_DIR oaidl.idl PATHS /usr/include/wine/wine/windows /usr/include/wine/windows REQUIRED NO_CMAKE_FIND_ROOT_PATH)
file(GLOB wine_module_dirs /usr/lib/*/wine/x86_64-windows /usr/lib/*/wine/i386-windows)
find_path(STDOLE2_DIR stdole2.tlb PATHS ${wine_module_dirs} REQUIRED NO_CMAKE_FIND_ROOT_PATH)

if(CMAKE_SIZEOF_VOID_P EQUAL 8)
    set(WIDL_BITNESS --win64)
else()
    set(WIDL_BITNESS --win32)
endif()

# openimapi2_widl(NAME [TYPELIB] [IMPORTS idl...]): compiles NAME.idl of the current source folder to NAME.h and NAME_i.c, and with
# TYPELIB to NAME.tlb, in the current binary folder. IMPORTS: full paths of the IDL files of ours that it imports, all in one folder.
# widl is called with a relative path, since it copies the path into the header; a warning is an error, because some of widl's
# warnings mean a wrong type library.
function(openimapi2_widl name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "TYPELIB" "" "IMPORTS")
    set(include_dir .)
    foreach(import ${arg_IMPORTS})
        get_filename_component(include_dir ${import} DIRECTORY)
    endforeach()
    set(kinds header identifiers)
    set(header_output ${name}.h)
    set(identifiers_output ${name}_i.c)
    set(typelib_output ${name}.tlb)
    if(arg_TYPELIB)
        list(APPEND kinds typelib)
    endif()
    foreach(kind ${kinds})
        set(output ${CMAKE_CURRENT_BINARY_DIR}/${${kind}_output})
        add_custom_command(OUTPUT ${output}
            COMMAND ${CMAKE_COMMAND} -DKIND=${kind} -DIDL=${name}.idl -DOUTPUT=${output} -DWIDL=${WIDL} -DBITNESS=${WIDL_BITNESS}
                -DINCLUDE_DIR=${include_dir} -DFAKETIME=${FAKETIME} -DWINE_IDL_DIR=${WINE_IDL_DIR} -DSTDOLE2_DIR=${STDOLE2_DIR}
                -P ${PROJECT_SOURCE_DIR}/cmake/run_widl.cmake
            WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
            DEPENDS ${name}.idl ${arg_IMPORTS} ${PROJECT_SOURCE_DIR}/cmake/run_widl.cmake
            COMMENT "widl ${name}.idl: ${kind}" VERBATIM)
    endforeach()
endfunction()

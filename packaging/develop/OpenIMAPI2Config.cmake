# find_package(OpenIMAPI2): what a program in C or C++ needs to call OpenIMAPI2, or Microsoft's IMAPI2. It reads the unpacked archive in
# which it stands.
#
#   OpenIMAPI2::headers              include folder, ole32, oleaut32, uuid
#   OpenIMAPI2::guids                the same, and the identifiers of classes and interfaces
#   openimapi2_deploy(TARGET [MANIFEST])
#                                    copies DLLs and assemblies beside the program; with MANIFEST the program's own manifest names the
#                                    assemblies, so that it gets these DLLs with nothing registered. A program with a manifest of its own
#                                    names them there instead (docs/install.md).
#   OpenIMAPI2_DLLS, OpenIMAPI2_MANIFESTS, OpenIMAPI2_ARCHITECTURE (x64 or x86)
#                                    for programs that are put together in another way
if(NOT CMAKE_SIZEOF_VOID_P)
    set(OpenIMAPI2_FOUND FALSE)
    set(OpenIMAPI2_NOT_FOUND_MESSAGE "enable the language C or CXX first: the architecture is not known yet")
    return()
elseif(NOT WIN32)
    set(OpenIMAPI2_FOUND FALSE)
    set(OpenIMAPI2_NOT_FOUND_MESSAGE "its DLLs are for Windows programs; use a toolchain for Windows (docs/cmake.md)")
    return()
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "[Aa][Rr][Mm]|[Aa][Aa][Rr][Cc][Hh]")
    set(OpenIMAPI2_FOUND FALSE)
    set(OpenIMAPI2_NOT_FOUND_MESSAGE "there are DLLs for x64 and x86 alone")
    return()
elseif(CMAKE_SIZEOF_VOID_P EQUAL 8)
    set(OpenIMAPI2_ARCHITECTURE x64)
    set(_openimapi2_processor amd64)
else()
    set(OpenIMAPI2_ARCHITECTURE x86)
    set(_openimapi2_processor x86)
endif()

get_filename_component(_openimapi2_root "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
set(_openimapi2_bin "${_openimapi2_root}/${OpenIMAPI2_ARCHITECTURE}")
set(OpenIMAPI2_DLLS "${_openimapi2_bin}/imapi2.dll" "${_openimapi2_bin}/imapi2fs.dll")
set(OpenIMAPI2_MANIFESTS "${_openimapi2_bin}/OpenIMAPI2.Recorder.manifest" "${_openimapi2_bin}/OpenIMAPI2.FileSystem.manifest")
set(_openimapi2_identifiers imapi2_i.c openimapi2_i.c imapi2fs_i.c openimapi2fs_i.c)
list(TRANSFORM _openimapi2_identifiers PREPEND "${_openimapi2_root}/src/")

foreach(_openimapi2_file "${_openimapi2_root}/include/imapi2.h" ${OpenIMAPI2_DLLS} ${OpenIMAPI2_MANIFESTS})
    if(NOT EXISTS "${_openimapi2_file}")
        set(OpenIMAPI2_FOUND FALSE)
        set(OpenIMAPI2_NOT_FOUND_MESSAGE "${_openimapi2_file} is missing: unpack the archive as a whole")
        return()
    endif()
endforeach()

if(NOT TARGET OpenIMAPI2::headers)
    add_library(OpenIMAPI2::headers INTERFACE IMPORTED)
    set_target_properties(OpenIMAPI2::headers PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES "${_openimapi2_root}/include"
        INTERFACE_LINK_LIBRARIES "ole32;oleaut32;uuid")
    add_library(OpenIMAPI2::guids INTERFACE IMPORTED)
    if(MINGW)
        set_target_properties(OpenIMAPI2::guids PROPERTIES
            INTERFACE_LINK_LIBRARIES "${_openimapi2_root}/lib/${OpenIMAPI2_ARCHITECTURE}/libopenimapi2_guids.a;OpenIMAPI2::headers")
    else()
        set_target_properties(OpenIMAPI2::guids PROPERTIES
            INTERFACE_SOURCES "${_openimapi2_identifiers}"
            INTERFACE_LINK_LIBRARIES OpenIMAPI2::headers)
    endif()
endif()

set(_openimapi2_client_manifest "${CMAKE_CURRENT_LIST_DIR}/client.manifest.in")
set(_openimapi2_assembly_version "${OpenIMAPI2_VERSION}.0")

function(openimapi2_deploy target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "MANIFEST" "" "")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "openimapi2_deploy: ${arg_UNPARSED_ARGUMENTS} is not known; it takes a target and MANIFEST")
    endif()
    add_custom_command(TARGET ${target} POST_BUILD
        COMMAND ${CMAKE_COMMAND} -E copy_if_different ${OpenIMAPI2_DLLS} ${OpenIMAPI2_MANIFESTS} $<TARGET_FILE_DIR:${target}>
        VERBATIM)
    if(NOT arg_MANIFEST)
        return()
    endif()
    if(MSVC)
        foreach(assembly Recorder FileSystem)
            target_link_options(${target} PRIVATE "/MANIFESTDEPENDENCY:type='win32' name='OpenIMAPI2.${assembly}' version='${_openimapi2_assembly_version}' processorArchitecture='${_openimapi2_processor}'")
        endforeach()
    else()
        enable_language(RC)
        set(folder "${CMAKE_CURRENT_BINARY_DIR}/${target}-openimapi2")
        configure_file("${_openimapi2_client_manifest}" "${folder}/client.manifest" @ONLY)
        file(WRITE "${folder}/client.rc.new" "1 24 \"client.manifest\"\n")
        file(COPY_FILE "${folder}/client.rc.new" "${folder}/client.rc" ONLY_IF_DIFFERENT)
        target_sources(${target} PRIVATE "${folder}/client.rc")
        set_property(SOURCE "${folder}/client.rc" APPEND PROPERTY INCLUDE_DIRECTORIES "${folder}")
        set_property(SOURCE "${folder}/client.rc" APPEND PROPERTY OBJECT_DEPENDS "${folder}/client.manifest")
    endif()
endfunction()

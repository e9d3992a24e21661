# One run of widl; anything that it has to say is an error (see widl.cmake).
set(header_option -h)
set(identifiers_option -u)
set(typelib_option -t)
set(ENV{TZ} UTC)
execute_process(
    COMMAND ${FAKETIME} -f "2023-11-14 22:13:20" ${WIDL} ${BITNESS} -I. -I${INCLUDE_DIR} -I${WINE_IDL_DIR} -L${STDOLE2_DIR}
        ${${KIND}_option} -o ${OUTPUT} ${IDL}
    RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE complained)
if(NOT result EQUAL 0 OR NOT "${said}${complained}" STREQUAL "")
    file(REMOVE ${OUTPUT})
    message(FATAL_ERROR "widl ${IDL} (${KIND}): result ${result}\n${said}${complained}")
endif()

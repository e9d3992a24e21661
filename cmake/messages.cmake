# The message table of a DLL from the table of its result codes: cmake -DTABLE=src/results/DLL.def -DOUTPUT=messages.mc -P messages.cmake
file(READ ${TABLE} text)
string(ASCII 1 semicolon)
string(REPLACE ";" "${semicolon}" text "${text}")
string(REGEX MATCHALL "\nRESULT[^\n]*" rows "${text}")

set(messages "MessageIdTypedef=HRESULT

SeverityNames=(
    Success=0x0:OPENIMAPI2_SEVERITY_SUCCESS
    Failure=0x2:OPENIMAPI2_SEVERITY_FAILURE
    Error=0x3:OPENIMAPI2_SEVERITY_ERROR
)

FacilityNames=(Imapi2=0x0AA:OPENIMAPI2_FACILITY)

LanguageNames=(English=0x409:MSG00409)
")
set(severity_00 Success)
set(severity_80 Failure)
set(severity_C0 Error)
foreach(row IN LISTS rows)
    if(NOT row MATCHES "^\nRESULT\\(0x(00|80|C0)AA(....), ([A-Z0-9_]+), \"([^\"]+)\", \"([^\"]+)\"\\)$")
        message(FATAL_ERROR "${TABLE}: a row that is none:${row}")
    endif()
    string(APPEND messages "
MessageId=0x${CMAKE_MATCH_2} Severity=${severity_${CMAKE_MATCH_1}} Facility=Imapi2 SymbolicName=${CMAKE_MATCH_3}
Language=English
${CMAKE_MATCH_4}
.
")
endforeach()
string(REPLACE "${semicolon}" ";" messages "${messages}")
file(WRITE ${OUTPUT} "${messages}")

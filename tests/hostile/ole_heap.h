/* OLE's allocator watched and broken: CoTaskMemAlloc, BSTR and SAFEARRAY, those that oleaut32 makes inside its own
 * functions too. Not for use while other threads allocate.
 */
#ifndef OPENIMAPI2_TESTS_HOSTILE_OLE_HEAP_H
#define OPENIMAPI2_TESTS_HOSTILE_OLE_HEAP_H

#include <stdbool.h>

/* After CoInitialize, and before CoUninitialize. BSTRs are no longer kept for the next one. */
void ole_heap_begin(void);
void ole_heap_end(void);

/* com_fixture_begin and com_fixture_end with them, for a group of cases. */
int hostile_begin(void **state);
int hostile_end(void **state);

/* Blocks that are allocated now, of those that were allocated since ole_heap_begin. */
long ole_heap_live(void);

/* The nth allocation from now on fails, once; 0: none. */
void ole_heap_fail_nth(long nth);

/* Did it, since the last ole_heap_fail_nth? */
bool ole_heap_has_failed(void);

#endif

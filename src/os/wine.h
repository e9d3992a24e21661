/* Which host this is. */
#ifndef OPENIMAPI2_OS_WINE_H
#define OPENIMAPI2_OS_WINE_H

#include <stdbool.h>

/* Is this Wine? Asked where Wine answers otherwise than Windows and the answer itself does not tell. Cheap enough to ask each
 * time.
 */
bool os_is_wine(void);

#endif

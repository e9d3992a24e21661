/* Languages and genres by their numbers in packs. */
#ifndef OPENIMAPI2_CDTEXT_CODES_H
#define OPENIMAPI2_CDTEXT_CODES_H

#include <stdbool.h>

#include "cdtext/sheet.h"

/* The number of a name, whose letter case does not count. False: it is none of those known. */
bool cdtext_language_find(struct cdtext_words name, unsigned *code); /* EBU Tech 3264, appendix 3 */
bool cdtext_genre_find(struct cdtext_words name, unsigned *code);    /* MMC-3, annex J */

#endif

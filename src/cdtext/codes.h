/* The codes of languages and genres in packs, by name. */
#ifndef OPENIMAPI2_CDTEXT_CODES_H
#define OPENIMAPI2_CDTEXT_CODES_H

#include <stdbool.h>

#include "cdtext/sheet.h"

/* The code for a name, in any letter case. False: the name is not known. */
bool cdtext_language_find(struct cdtext_words name, unsigned *code); /* EBU Tech 3264, appendix 3 */
bool cdtext_genre_find(struct cdtext_words name, unsigned *code);    /* MMC-3, annex J */

#endif

// SPDX-License-Identifier: MIT
// Preloaded into the program under test, it leaves syncs out: those of files, or with SKIP_DIRECTORIES those of
// directories. What a test of durability finds then shows that it would find it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/stat.h>

typedef int (*Sync)(int);

static int skipped(int file) {
    struct stat stamp;
    if (fstat(file, &stamp) != 0)
        return 0;
#ifdef SKIP_DIRECTORIES
    return S_ISDIR(stamp.st_mode);
#else
    return !S_ISDIR(stamp.st_mode);
#endif
}

static int passed_on(const char* name, int file) {
    return skipped(file) ? 0 : ((Sync)dlsym(RTLD_NEXT, name))(file);
}

int fsync(int file) {
    return passed_on("fsync", file);
}

int fdatasync(int file) {
    return passed_on("fdatasync", file);
}

int syncfs(int file) {
    return passed_on("syncfs", file);
}

int sync_file_range(int file, long from, long length, unsigned int flags) { // only a hint: never needed
    (void)file, (void)from, (void)length, (void)flags;
    return 0;
}

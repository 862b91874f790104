// SPDX-License-Identifier: MIT
// Another process for tst_file_lock.
//   lock_worker hold FOLDER         takes the lock, prints "held", keeps it until its input ends
//   lock_worker count FOLDER TIMES  adds 1 to the number in FOLDER/counter, TIMES times, each under the lock
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "core/io/file_lock.h"
#include "core/io/posix_disk.h"

using namespace stemma;

namespace {

int complain(const Error& error) {
    std::fprintf(stderr, "%s\n", describe(error).c_str());
    return 1;
}

int hold(io::Disk& disk, const io::Open& directory, const std::string& folder) {
    auto lock = io::FileLock::acquire(disk, directory, folder, ".lock", {});
    if (!lock)
        return complain(lock.error());
    std::puts("held");
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}

int count(io::Disk& disk, const io::Open& directory, const std::string& folder, int times) {
    for (int at = 0; at < times; ++at) {
        auto lock = io::FileLock::acquire(disk, directory, folder, ".lock", {});
        if (!lock)
            return complain(lock.error());
        long value = 0;
        std::ifstream(folder + "/counter") >> value;
        std::ofstream(folder + "/counter") << value + 1;
        const auto ours = lock->stillOurs();
        if (!ours || !*ours)
            return 2;
        if (const Status released = lock->release(); !released)
            return complain(released.error());
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 3)
        return 64;
    const auto disk = io::makePosixDisk();
    const auto directory = io::openDirectory(*disk, argv[2]);
    if (!directory)
        return complain(directory.error());
    if (std::string(argv[1]) == "hold")
        return hold(*disk, *directory, argv[2]);
    return count(*disk, *directory, argv[2], argc > 3 ? std::atoi(argv[3]) : 1);
}

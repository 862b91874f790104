// SPDX-License-Identifier: MIT
#include "core/base/thread_priority.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace stemma {

void giveWay() {
    constexpr int niceness = 10;
    // On Linux a thread has a niceness of its own (setpriority(2), "C library/kernel differences"), and its
    // share of the disk follows from that.
    setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), niceness);
}

} // namespace stemma

package dev.headroom.loadgen;

import dev.headroom.arrivals.Arrivals;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// When the next request of one lane is due. Pure: offsets in nanoseconds from the start of the run, no clock.
sealed interface Agenda {

    /// No request is due before something else happens.
    long NEVER = Long.MAX_VALUE;

    /// The next due offset, or [#NEVER].
    long nextDue();

    /// Takes the next due request off the agenda and says who sends it; the open loop has nobody to name and says 0.
    int take();

    /// The request of `user` ended at `offset`. Answers when the same user is due to send again at once, or [#NEVER]
    /// when that is on the agenda, or not to happen.
    long ended(int user, long offset, boolean connected);

    /// How many users have started.
    int users();

    static Agenda of(Traffic traffic, Share share, long seed) {
        return switch (traffic) {
            case Traffic.Open open -> new Open(open.arrivals().cursor(), share);
            case Traffic.Closed closed -> new Closed(closed, share, seed);
        };
    }

    /// Which part of the traffic is one lane's: every `of`-th, from the `index`-th on.
    record Share(int index, int of) {}

    /// Reads the arrivals and keeps those of its share.
    final class Open implements Agenda {

        private final Arrivals.Cursor cursor;
        private final int skip;
        private long next;

        Open(Arrivals.Cursor cursor, Share share) {
            this.cursor = cursor;
            this.skip = share.of() - 1;
            this.next = advance(share.index());
        }

        private long advance(int skipped) {
            for (int i = 0; i < skipped; i++) {
                if (cursor.next() == Arrivals.Cursor.END) {
                    return NEVER;
                }
            }
            long due = cursor.next();
            return due == Arrivals.Cursor.END ? NEVER : due;
        }

        @Override
        public long nextDue() {
            return next;
        }

        @Override
        public int take() {
            next = advance(skip);
            return 0;
        }

        @Override
        public long ended(int user, long offset, boolean connected) {
            return NEVER;
        }

        @Override
        public int users() {
            return 0;
        }
    }

    /// Starts its share of the users one after the other, then wakes each after its think time.
    final class Closed implements Agenda {

        /// What a user waits at least after a request that found no server: a person does, and a thousand that did not
        /// would only measure how fast connections are refused.
        static final long RETRY_PAUSE_NANOS = 100_000_000L;

        private final Traffic.Closed traffic;
        private final Share share;
        private final long end;
        private final SplittableRandom random;
        private final PriorityQueue<Wake> thinking = new PriorityQueue<>();
        private int started;

        private record Wake(long due, int user) implements Comparable<Wake> {
            @Override
            public int compareTo(Wake other) {
                int order = Long.compare(due, other.due);
                return order != 0 ? order : Integer.compare(user, other.user);
            }
        }

        Closed(Traffic.Closed traffic, Share share, long seed) {
            this.traffic = traffic;
            this.share = share;
            this.end = traffic.duration().toNanos();
            this.random = new SplittableRandom(seed);
        }

        /// When this lane's `index`-th user starts: users of all lanes take turns.
        private long spawnDue(int index) {
            long user = (long) index * share.of() + share.index();
            if (user >= traffic.users()) {
                return NEVER;
            }
            double due = user / traffic.spawnRate() * 1e9;
            return due < end ? (long) due : NEVER;
        }

        @Override
        public long nextDue() {
            var wake = thinking.peek();
            return Math.min(spawnDue(started), wake == null ? NEVER : wake.due());
        }

        @Override
        public int take() {
            var wake = thinking.peek();
            if (wake == null || spawnDue(started) <= wake.due()) {
                return started++;
            }
            thinking.remove();
            return wake.user();
        }

        @Override
        public long ended(int user, long offset, boolean connected) {
            long think = traffic.thinkTime().nextNanos(random);
            long due = offset + (connected ? think : Math.max(think, RETRY_PAUSE_NANOS));
            if (due >= end) {
                return NEVER;
            }
            if (due == offset) {
                return due;
            }
            thinking.add(new Wake(due, user));
            return NEVER;
        }

        @Override
        public int users() {
            return started;
        }
    }
}

package dev.headroom.server;

import java.io.Serial;

/// The address to listen at is not free.
public final class AddressTakenException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    AddressTakenException(String address, String got) {
        super("listen: expected " + address + " to be free, got: " + got
                + "; stop what listens there or give another address with --listen");
    }
}

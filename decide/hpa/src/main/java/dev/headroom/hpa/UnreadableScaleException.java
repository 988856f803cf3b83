package dev.headroom.hpa;

/// A scale target that cannot be read now; the message is its own words.
public final class UnreadableScaleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableScaleException(String why) {
        super(why);
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}

package dev.headroom.windows;

/// A function over a range vector: reads a window that is not empty and puts at most one result into it.
@FunctionalInterface
public interface RangeFunction {

    void apply(Window window);
}

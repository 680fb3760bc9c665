/** Tells when what must be heard of again and again falls silent: a feed, a place, checkpoints, files. In the safety clock. */
package dev.breakwater.core.watch;

/** Raises an alarm when what must come again and again falls silent: a feed, a place, checkpoints, files, answers to acts. Safety clock. */
package dev.breakwater.core.watch;

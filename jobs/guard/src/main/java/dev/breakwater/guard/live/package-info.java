/**
 * The parts that only a live run has: accounts and their feeds, the first inventory, channels, and people's requests.
 */
package dev.breakwater.guard.live;

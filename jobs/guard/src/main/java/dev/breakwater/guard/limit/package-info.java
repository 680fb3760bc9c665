/**
 * Makes the calls on limits that control decides on, off the task's thread, and writes them down; the same for sweep
 * and release, which need no job.
 */
package dev.breakwater.guard.limit;

/**
 * Makes control's calls on limits on other threads than the task's, and records them. It also does this for sweep and
 * release, which need no job.
 */
package dev.breakwater.guard.limit;

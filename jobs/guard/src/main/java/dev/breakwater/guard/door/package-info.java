/** The common way of people's requests to the job, from every door. */
package dev.breakwater.guard.door;

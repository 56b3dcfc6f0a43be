"""The couriers' servers: Dada and SF intra-city, their riders, their money."""

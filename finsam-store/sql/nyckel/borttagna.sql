SELECT nummer FROM borttagennyckel ORDER BY nummer

INSERT INTO borttagennyckel (nummer) VALUES ($1) ON CONFLICT (nummer) DO NOTHING
